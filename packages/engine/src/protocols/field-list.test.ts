import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFields } from './field-list.ts';

test('fields stand with their places, space around them left out', () => {
  assert.deepEqual(readFields('v=X1;  id=7 ; a.b=c=d;'), {
    fields: [
      { name: 'v', value: 'X1', position: 0 },
      { name: 'id', value: '7', position: 7 },
      { name: 'a.b', value: 'c=d', position: 14 },
    ],
    problems: [],
  });
});

test('of fields of one name the first counts', () => {
  assert.deepEqual(
    readFields('id=1; id=2').fields.map(({ value }) => value),
    ['1'],
  );
});

for (const [text, position] of [
  ['v=1;; id=2', 4],
  ['v=1; nonsense', 5],
  ['v=1; =x', 5],
  ['v=1; i d=x', 5],
] as const) {
  test(`"${text}" has a problem at ${position}`, () => {
    assert.deepEqual(
      readFields(text).problems.map((problem) => problem.position),
      [position],
    );
  });
}

test('whatever the text, places lie in it and the lists are bounded', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.string({ maxLength: 4 })).map((list) => list.join(';')),
      ),
      (text) => {
        const { fields, problems } = readFields(text);
        assert.ok(fields.length <= 100 && problems.length <= 20);
        for (const { name, value, position } of fields)
          assert.ok(text.startsWith(`${name}=${value}`, position));
        for (const { position } of problems) assert.ok(position >= 0 && position <= text.length);
      },
    ),
  );
});
