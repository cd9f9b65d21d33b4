import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimWsp } from './wsp.ts';

test('spaces and tabs are cut off both ends', () => {
  for (const [text, trimmed] of [
    [' \ta b\t ', 'a b'],
    ['', ''],
    [' \t ', ''],
    ['a', 'a'],
  ] as const) {
    assert.equal(trimWsp(text), trimmed);
  }
});

test('other white space stays', () => {
  assert.equal(trimWsp('\u00a0a\r\n'), '\u00a0a\r\n');
});
