import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textRecord } from './text-record.ts';

test('a short text is one string, a long one several', () => {
  assert.equal(textRecord('@', 'v=spf1 -all'), '@ 300 TXT "v=spf1 -all"');
  assert.equal(textRecord('a', 'x'.repeat(260)), `a 300 TXT "${'x'.repeat(250)}" "${'x'.repeat(10)}"`);
});
