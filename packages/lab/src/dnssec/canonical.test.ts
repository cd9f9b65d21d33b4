import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toText, toWire } from '../dns-wire.ts';
import { compareNames, typeBitMap } from './canonical.ts';

test('names stand in the order of RFC 4034 section 6.1', () => {
  const ordered = [
    'example',
    'a.example',
    'yljkjljk.a.example',
    'z.a.example',
    'zabc.a.example',
    'z.example',
    '\\001.z.example',
    '*.z.example',
    '\\200.z.example',
  ];
  const shuffled = ordered.map((name) => toWire(`${name}.`)).reverse();
  assert.deepEqual(shuffled.sort(compareNames).map(toText), ordered);
});

test('types make the bit map of RFC 4034 section 4.3', () => {
  assert.equal(
    typeBitMap([47, 1, 15, 46, 1234]).toString('hex'),
    `0006400100000003${'041b'}${'00'.repeat(26)}20`,
  );
});
