import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCache } from './dns-cache.ts';

test('a value is kept until its time is up', async () => {
  const cache = createCache<string>();
  cache.set('kept', 'a', 300);
  cache.set('short', 'b', 0.001);
  cache.set('none', 'c', 0);
  await sleep(5);
  assert.deepEqual(['kept', 'short', 'none', 'other'].map(cache.get), ['a', undefined, undefined, undefined]);
});

test('it does not grow without bound', () => {
  const cache = createCache<number>();
  for (let index = 0; index <= 20_000; index += 1) cache.set(String(index), index, 300);
  assert.equal(cache.get('0'), undefined);
  assert.equal(cache.get('20000'), 20_000);
});
