import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faviconHash, murmur3 } from './murmur3.ts';

// Known values of MurmurHash3_x86_32.
for (const [text, seed, hash] of [
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['aa', 0x9747b28c, 0x5d211726],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
] as const) {
  test(`${JSON.stringify(text)} with the seed ${seed}`, () => {
    assert.equal(murmur3(Buffer.from(text), seed) >>> 0, hash);
  });
}

test('the hash of a favicon is that of its base64 in lines', () => {
  assert.equal(faviconHash(Buffer.from('abc')), murmur3(Buffer.from('YWJj\n')));
  const long = Buffer.alloc(60, 1);
  const text = long.toString('base64');
  assert.equal(faviconHash(long), murmur3(Buffer.from(`${text.slice(0, 76)}\n${text.slice(76)}\n`)));
  assert.equal(faviconHash(Buffer.alloc(0)), 0);
});

test('any bytes have a signed number of 32 bits, wherever they lie in memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const hash = murmur3(bytes);
      assert.equal(hash, hash | 0);
      assert.equal(murmur3(Buffer.concat([Buffer.of(1), bytes]).subarray(1)), hash);
    }),
  );
});
