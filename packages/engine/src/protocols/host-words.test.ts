import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHostname } from './domain-name.ts';
import { hostLabels, usualLabels } from './host-words.ts';

test('every label makes a host name, each once', () => {
  for (const list of [usualLabels(), hostLabels()]) {
    assert.deepEqual(
      list.filter((label) => !isHostname(`${label}.example.com`)),
      [],
    );
    assert.equal(new Set(list).size, list.length);
  }
});

test('the short list is short, the long one long, and begins with the short one', () => {
  const usual = usualLabels();
  const all = hostLabels();
  assert.ok(usual.length >= 150 && usual.length <= 260, String(usual.length));
  assert.ok(all.length >= 4_500 && all.length <= 6_000, String(all.length));
  assert.deepEqual(all.slice(0, usual.length), usual);
});
