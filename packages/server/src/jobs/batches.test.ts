import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { batches } from './batches.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test('batches have at most the size, and lose and change nothing', async () => {
  async function* numbers() {
    for (let number = 0; number < 25; number += 1) yield number;
  }
  const all = await collect(batches(numbers(), { size: 10, ms: 60_000 }));
  assert.deepEqual(
    all.map((batch) => batch.length),
    [10, 10, 5],
  );
  assert.deepEqual(
    all.flat(),
    Array.from({ length: 25 }, (_, index) => index),
  );
});

test('what is there is given out when the time is over, though nothing more comes', async () => {
  const target = new EventTarget();
  async function* slow() {
    yield 'first';
    await once(target, 'go');
    yield 'second';
  }
  const reading = batches(slow(), { size: 10, ms: 5 });
  assert.deepEqual((await reading.next()).value, ['first']);
  target.dispatchEvent(new Event('go'));
  assert.deepEqual((await reading.next()).value, ['second']);
  assert.equal((await reading.next()).done, true);
});

test('what came before an error is given out before it is thrown', async () => {
  async function* breaking() {
    yield 1;
    yield 2;
    throw new Error('broken');
  }
  const reading = batches(breaking(), { size: 10, ms: 60_000 });
  assert.deepEqual((await reading.next()).value, [1, 2]);
  await assert.rejects(reading.next(), /broken/);
});

test('while a batch is used, one item is taken ahead and no more', async () => {
  let taken = 0;
  async function* counted() {
    for (;;) {
      taken += 1;
      yield taken;
    }
  }
  const reading = batches(counted(), { size: 3, ms: 60_000 });
  await reading.next();
  await new Promise(setImmediate);
  assert.equal(taken, 4);
  await reading.return();
});

test('who stops reading ends the source', async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield 1;
    } finally {
      ended = true;
    }
  }
  for await (const _ of batches(endless(), { size: 3, ms: 60_000 })) break;
  assert.equal(ended, true);
});
