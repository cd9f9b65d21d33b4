import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTls, MalformedTls, readTls, u8, u16, u16List, vector } from './tls-bytes.ts';

test('numbers and vectors come back as they were written', () => {
  const bytes = Buffer.concat([u8(7), u16(0x0102), vector(2, u8(1), u8(2))]);
  const reader = readTls(bytes);
  assert.deepEqual([reader.u8(), reader.u16()], [7, 0x0102]);
  assert.deepEqual([...reader.vector(2)], [1, 2]);
  assert.equal(reader.left(), 0);
});

test('reading past the end is malformed, and a parser answers null', () => {
  assert.throws(() => readTls(Buffer.of(0, 5, 1)).vector(2), MalformedTls);
  assert.equal(
    decodeTls(Buffer.of(1), (reader) => reader.u16()),
    null,
  );
});

test('a fault of the parser itself is not taken for malformed bytes', () => {
  assert.throws(
    () =>
      decodeTls(Buffer.of(1), () => {
        throw new TypeError('ours');
      }),
    TypeError,
  );
});

test('half a number in a list is malformed', () => {
  assert.deepEqual(u16List(u16(1, 2)), [1, 2]);
  assert.throws(() => u16List(Buffer.of(1, 2, 3)), MalformedTls);
});
