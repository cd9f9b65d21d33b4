import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCache } from './cache.ts';

const never = new AbortController().signal;

function cacheOf(seconds: number) {
  let finds = 0;
  let now = 0;
  const cache = createCache<number>({ now: () => now });
  return {
    ask: (signal = never) => cache('key', async () => ({ value: ++finds, seconds }), signal),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('remembers a value as long as it says', async () => {
  const cache = cacheOf(10);
  assert.equal(await cache.ask(), 1);
  cache.pass(9_999);
  assert.equal(await cache.ask(), 1);
  cache.pass(1);
  assert.equal(await cache.ask(), 2);
});

test('who asks meanwhile shares what is under way, even when it is not to be kept', async () => {
  const cache = cacheOf(0);
  assert.deepEqual(await Promise.all([cache.ask(), cache.ask()]), [1, 1]);
  assert.equal(await cache.ask(), 2);
});

test('each asker can turn away alone', async () => {
  const controller = new AbortController();
  const cache = cacheOf(10);
  const impatient = cache.ask(controller.signal);
  const patient = cache.ask();
  controller.abort();
  assert.deepEqual(await impatient, { state: 'unknown', reason: 'canceled' });
  assert.equal(await patient, 1);
});

test('the oldest value makes room for a new one', async () => {
  const cache = createCache<string>({ maxEntries: 2 });
  const found: string[] = [];
  const ask = (key: string) =>
    cache(
      key,
      async () => {
        found.push(key);
        return { value: key, seconds: 60 };
      },
      never,
    );
  for (const key of ['a', 'b', 'c', 'c', 'a']) await ask(key);
  assert.deepEqual(found, ['a', 'b', 'c', 'a']);
});

test('a search that throws is not remembered', async () => {
  const cache = createCache<number>();
  await assert.rejects(
    cache('key', () => Promise.reject(new Error('broken')), never),
    /broken/,
  );
  assert.equal(await cache('key', async () => ({ value: 1, seconds: 1 }), never), 1);
});
