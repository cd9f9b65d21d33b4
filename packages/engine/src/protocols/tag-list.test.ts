import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTags, repeatedTags } from './tag-list.ts';

test('tags are read with their places', () => {
  const text = ' v = DKIM1 ;\tp=AB=; ;t=';
  const { tags, problems } = parseTags(text);
  assert.deepEqual(
    tags.map(({ name, value }) => [name, value]),
    [
      ['v', 'DKIM1'],
      ['p', 'AB='],
      ['t', ''],
    ],
  );
  assert.deepEqual(
    tags.map(({ start, end }) => text.slice(start, end)),
    ['v = DKIM1', 'p=AB=', 't='],
  );
  assert.equal(text.slice(tags[0]?.valueStart).startsWith('DKIM1'), true);
  assert.deepEqual(problems, []);
});

for (const [text, count] of [
  ['nonsense', 1],
  ['=x', 1],
  ['a b=c', 1],
  ['', 0],
  [';;', 0],
  ['1=2;v=1', 1],
] as const) {
  test(`"${text}" has ${count} that are no tags`, () => assert.equal(parseTags(text).problems.length, count));
}

test('tags that repeat are told', () => {
  assert.deepEqual(
    repeatedTags(parseTags('a=1;b=2;a=3').tags).map(({ value }) => value),
    ['3'],
  );
});

test('any text is read, every place in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom('v', '=', ';', ' ', '\t', 'x')).map((all) => all.join('')),
      ),
      (text) => {
        for (const { start, end, valueStart, value } of parseTags(text).tags) {
          assert.ok(0 <= start && start < valueStart && valueStart <= end && end <= text.length);
          assert.equal(text.slice(valueStart, end), value);
        }
      },
    ),
  );
});
