import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { apiKeyPrefix, formatApiKey, hashApiKey, isWellFormedApiKey } from './api-key.ts';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('every key is well-formed, and of one length', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const key = formatApiKey(random);
      assert.match(key, /^cyb_[0-9A-Za-z]{49}$/);
      assert.ok(isWellFormedApiKey(key));
    }),
  );
});

test('the extremes of 256 bits fit', () => {
  assert.ok(isWellFormedApiKey(formatApiKey(new Uint8Array(32))));
  assert.ok(isWellFormedApiKey(formatApiKey(new Uint8Array(32).fill(255))));
});

test('different bytes give different keys', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const same = Buffer.from(a).equals(Buffer.from(b));
      assert.equal(formatApiKey(a) === formatApiKey(b), same);
    }),
  );
});

test('one mistyped character is always noticed', () => {
  fc.assert(
    fc.property(bytes, fc.nat(48), fc.constantFrom(...'aZ09'), (random, at, character) => {
      const key = formatApiKey(random);
      const typo = key.slice(0, 4 + at) + character + key.slice(5 + at);
      assert.equal(isWellFormedApiKey(typo), typo === key);
    }),
  );
});

const key = formatApiKey(randomBytes(32));
for (const [what, text] of [
  ['nothing', ''],
  ['the mark alone', 'cyb_'],
  ['one character short', key.slice(0, -1)],
  ['one character more', `${key}a`],
  ['another mark', key.replace('cyb_', 'cyx_')],
  ['a trailing line break', `${key}\n`],
  ['a foreign alphabet', key.replace(/.$/, '-')],
  ['a megabyte', 'cyb_'.padEnd(1_000_000, 'a')],
] as const) {
  test(`no key: ${what}`, () => assert.equal(isWellFormedApiKey(text), false));
}

test('the prefix that is shown is the beginning of the key and tells 8 of its 43 characters', () => {
  assert.equal(apiKeyPrefix(key), key.slice(0, 12));
});

test('the hash is SHA-256 of the key as it is sent', () => {
  assert.equal(
    hashApiKey('cyb_test').toString('hex'),
    'f1ef70d5b44ee26cfb83e90233d73fc71b635050f943fc856b58d031e7e080fa',
  );
});
