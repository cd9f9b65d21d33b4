import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { misquoted, txtOctets } from './txt-text.ts';

for (const text of [
  '"v=spf1 -all"',
  '“v=spf1 -all”',
  "'v=DMARC1; p=none'",
  ' "v=spf1 -all"',
  '"google-site-verification=abc"',
]) {
  test(`${text} is wrapped`, () => assert.equal(misquoted(text), true));
}

for (const text of [
  'v=spf1 -all',
  ' v=spf1 -all',
  '"hello world"',
  'google-site-verification=abc',
  '',
  'say "v=spf1 -all"',
]) {
  test(`${JSON.stringify(text)} is not`, () => assert.equal(misquoted(text), false));
}

test('a record takes its text, a length for each 255 octets, and what stands before', () => {
  assert.equal(txtOctets(''), 13);
  assert.equal(txtOctets('a'.repeat(255)), 12 + 255 + 1);
  assert.equal(txtOctets('a'.repeat(256)), 12 + 256 + 2);
});

test('any text is read in time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(typeof misquoted(text), 'boolean');
      assert.ok(txtOctets(text) >= text.length);
    }),
  );
  assert.equal(misquoted('"'.repeat(100_000)), false);
});
