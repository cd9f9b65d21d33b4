import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../testing/until.ts';
import { openFeed } from './feed.ts';

const nothing = () => {};
const noError = (error: unknown) => assert.fail(String(error));

test('reads a list no further than asked', () => {
  let made = 0;
  function* names() {
    for (made = 1; ; made++) yield `n${made}`;
  }
  const feed = openFeed(names(), nothing, noError);
  assert.equal(feed.take(), 'n1');
  assert.equal(feed.take(), 'n2');
  assert.equal(made, 2);
  feed.stop();
  assert.equal(feed.take(), undefined);
  assert.equal(feed.ended(), true);
});

test('reads a stream in order, only so far ahead, and to its end', async () => {
  let made = 0;
  async function* names() {
    while (made < 5_000) yield `n${++made}`;
  }
  const got: string[] = [];
  let most = 0;
  const drain = () => {
    most = Math.max(most, made - got.length);
    for (let count = 0; count < 10; count++) {
      const name = feed.take();
      if (name !== undefined) got.push(name);
    }
  };
  const feed = openFeed(names(), drain, noError);
  await until(() => {
    drain();
    return feed.ended();
  });
  assert.deepEqual(
    got,
    Array.from({ length: 5_000 }, (_, index) => `n${index + 1}`),
  );
  assert.ok(most <= 1_025, `${most} ahead`);
});

test('tells what the input throws, once', async () => {
  async function* stream() {
    yield 'a';
    throw new Error('the disk is full');
  }
  function* list() {
    yield 'a';
    throw new Error('the disk is full');
  }
  for (const names of [stream(), list()]) {
    const errors: unknown[] = [];
    const feed = openFeed(names, nothing, (error) => errors.push(error));
    await until(() => {
      feed.take();
      return feed.ended();
    });
    assert.deepEqual(errors.map(String), ['Error: the disk is full']);
  }
});
