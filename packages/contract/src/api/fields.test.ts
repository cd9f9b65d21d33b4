import assert from 'node:assert/strict';
import { test } from 'node:test';
import { line } from './fields.ts';

for (const text of ['\ud800', '\udc00x', 'a\ud83d', 'a\nb', 'a\u0000', '\u2028']) {
  test(`A line is refused with ${JSON.stringify(text)}`, () => {
    assert.equal(line(1, 10).safeParse(text).success, false);
  });
}

for (const text of ['a', 'é', '😀', '☃ x']) {
  test(`A line may be ${text}`, () => {
    assert.equal(line(1, 10).safeParse(text).data, text);
  });
}
