import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeEntities } from './html-text.ts';

for (const [text, expected] of [
  ['Caf&eacute; &amp; B&auml;r', 'Café & Bär'],
  ['&#72;&#x69;', 'Hi'],
  ['&yuml;&nbsp;&euro;', 'ÿ\u00a0€'],
  ['&amp;lt;', '&lt;'],
  ['&unknown; & &; &#;', '&unknown; & &; &#;'],
  ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
] as const) {
  test(`${text} reads ${expected}`, () => assert.equal(decodeEntities(text), expected));
}

test('any text decodes without a throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void decodeEntities(text)));
});
