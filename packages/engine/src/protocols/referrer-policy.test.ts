import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { metaReferrerPolicy, parseReferrerPolicy, REFERRER_POLICIES } from './referrer-policy.ts';

for (const [values, policy] of [
  [[], null],
  [[''], null],
  [['no-referrer'], 'no-referrer'],
  [[' Strict-Origin '], 'strict-origin'],
  [['no-referrer, strict-origin-when-cross-origin'], 'strict-origin-when-cross-origin'],
  [['strict-origin, future-policy'], 'strict-origin'],
  [['unsafe-url', 'same-origin'], 'same-origin'],
  [['never'], null],
] as const) {
  test(`${JSON.stringify(values)} comes to ${policy}`, () => {
    assert.equal(parseReferrerPolicy(values), policy);
  });
}

test('the meta element knows older words', () => {
  assert.equal(metaReferrerPolicy('always'), 'unsafe-url');
  assert.equal(metaReferrerPolicy('Same-Origin'), 'same-origin');
  assert.equal(metaReferrerPolicy('constructor'), null);
});

test('the last known word wins over whatever stands around it', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.constantFrom(...REFERRER_POLICIES), (noise, policy) => {
      assert.equal(parseReferrerPolicy([...noise, policy]), policy);
    }),
  );
});
