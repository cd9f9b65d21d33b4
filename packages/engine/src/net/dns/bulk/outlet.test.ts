import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOutlet } from './outlet.ts';

const nothing = () => {};

test('values come in order, pushed before or after the reader asks', async () => {
  let taken = 0;
  const outlet = openOutlet<number>(() => {
    taken += 1;
  }, nothing);
  const reader = outlet[Symbol.asyncIterator]();
  const first = reader.next();
  const second = reader.next();
  for (let value = 1; value <= 10_000; value++) outlet.push(value);
  outlet.end();
  assert.deepEqual(await Promise.all([first, second]), [
    { value: 1, done: false },
    { value: 2, done: false },
  ]);
  assert.equal(outlet.size(), 9_998);
  let expected = 3;
  for await (const value of outlet) assert.equal(value, expected++);
  assert.equal(expected, 10_001);
  assert.equal(taken, 10_000);
  assert.equal(outlet.size(), 0);
});

test('an error comes after what was pushed before it, and once', async () => {
  const outlet = openOutlet<number>(nothing, nothing);
  const reader = outlet[Symbol.asyncIterator]();
  outlet.push(1);
  outlet.fail(new Error('broken'));
  outlet.push(2);
  assert.equal((await reader.next()).value, 1);
  await assert.rejects(async () => await reader.next(), /broken/);
  assert.equal((await reader.next()).done, true);
});

test('tells when the reader leaves', async () => {
  let left = 0;
  const outlet = openOutlet<number>(nothing, () => {
    left += 1;
  });
  outlet.push(1);
  outlet.push(2);
  for await (const _ of outlet) break;
  outlet.push(3);
  assert.equal(left, 1);
  assert.equal(outlet.size(), 0);
});
