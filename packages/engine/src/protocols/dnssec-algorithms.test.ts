import assert from 'node:assert/strict';
import { test } from 'node:test';
import { algorithmName, algorithmUse, digestName, digestUse, isRsa } from './dnssec-algorithms.ts';

test('algorithms stand as the registry has them since RFC 9905 and 9906', () => {
  const of = (use: string) =>
    Array.from({ length: 256 }, (_, number) => number).filter((each) => algorithmUse(each) === use);
  assert.deepEqual(of('forbidden'), [1, 3, 5, 6, 7, 12]);
  assert.deepEqual(of('not-recommended'), [10]);
  assert.deepEqual(of('recommended'), [8, 13, 15]);
  assert.deepEqual(of('allowed'), [14, 16, 17, 23]);
});

test('so do digests', () => {
  const uses = [0, 1, 2, 3, 4, 5, 6, 7].map(digestUse);
  assert.deepEqual(uses, [
    null,
    'forbidden',
    'recommended',
    'forbidden',
    'recommended',
    'allowed',
    'allowed',
    null,
  ]);
});

test('numbers that nobody knows have a name all the same, and no verdict', () => {
  assert.equal(algorithmName(200), 'algorithm 200');
  assert.equal(digestName(9), 'digest type 9');
  assert.equal(algorithmUse(200), null);
  assert.equal(algorithmName(13), 'ECDSA P-256 with SHA-256');
  assert.equal(digestName(1), 'SHA-1');
});

test('RSA is told apart, for its keys have a length of their own', () => {
  assert.deepEqual([5, 7, 8, 10, 13, 15].map(isRsa), [true, true, true, true, false, false]);
});
