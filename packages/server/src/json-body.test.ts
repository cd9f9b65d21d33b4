import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJsonBody } from './json-body.ts';

const read = (text: string) => parseJsonBody(Buffer.from(text));

test('what JSON.stringify writes is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      assert.deepEqual(read(JSON.stringify(value)), JSON.parse(JSON.stringify(value))),
    ),
  );
});

test('an empty body is no body', () => assert.equal(read(''), undefined));

test('a byte order mark is passed over', () => assert.deepEqual(read('\ufeff{"a":1}'), { a: 1 }));

for (const [text, twice] of [
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"b":{"c":[{"d":1,"d":1}]}}', 'd'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a":{"a":1},"a":2}', 'a'],
  ['[{"":1,"":2}]', ''],
  ['{"a\\":":"{","b":"}","a\\":":1}', 'a":'],
] as const) {
  test(`a name that stands twice is refused: ${text}`, () => {
    assert.throws(() => read(text), { status: 400, message: `The body has the field "${twice}" twice.` });
  });
}

for (const text of ['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":2}]', '{"a":"b:\\"a\\":","b":":"}', '["a","a"]']) {
  test(`the same name elsewhere may stand: ${text}`, () => assert.doesNotThrow(() => read(text)));
}

for (const [what, bytes, detail] of [
  ['half an object', Buffer.from('{"a":'), 'The body is not valid JSON.'],
  ['an unquoted name', Buffer.from('{a:1}'), 'The body is not valid JSON.'],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The body is not valid UTF-8.'],
  [
    'an unpaired surrogate in UTF-8',
    Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    'The body is not valid UTF-8.',
  ],
] as const) {
  test(`refused: ${what}`, () => assert.throws(() => parseJsonBody(bytes), { status: 400, message: detail }));
}

test('64 KiB of nesting, quotes or backslashes is no burden', () => {
  assert.doesNotThrow(() => read(`${'['.repeat(32_000)}${']'.repeat(32_000)}`));
  assert.throws(() => read('"'.repeat(65_535)), { status: 400 });
  assert.throws(() => read('"\\'.repeat(32_767)), { status: 400 });
});
