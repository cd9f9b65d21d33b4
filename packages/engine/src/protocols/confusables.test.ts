import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseConfusables } from './confusables.ts';

const TABLE = `\uFEFF# confusables.txt
# a comment
0430 ;\t0061 ;\tMA\t# ( а → a ) CYRILLIC SMALL LETTER A → LATIN SMALL LETTER A\t#
0251 ;\t0061 ;\tMA
006D ;\t0072 006E ;\tMA\t# ( m → rn )
043C ;\t0072 006E ;\tMA
0049 ;\t006C ;\tMA\t# ( I → l )
110000 ;\t0061 ;\tMA
ZZZZ ;\t0061 ;\tMA
0061 ;\t0062
`;

test('what has one prototype looks alike, the prototype too', () => {
  const confusables = parseConfusables(TABLE);
  assert.deepEqual(confusables.get('a'), ['a', 'а', 'ɑ']);
  assert.deepEqual(confusables.get('а'), ['a', 'а', 'ɑ']);
  assert.deepEqual(confusables.get('m'), ['rn', 'm', 'м']);
  assert.deepEqual(confusables.get('rn'), ['rn', 'm', 'м']);
});

test('capital letters count as the small ones that a host name has', () => {
  assert.deepEqual(parseConfusables(TABLE).get('i'), ['l', 'i']);
});

test('lines of another form and numbers that are no characters are passed over', () => {
  assert.deepEqual([...parseConfusables(TABLE).keys()].sort(), ['a', 'i', 'l', 'm', 'rn', 'ɑ', 'а', 'м']);
});

test('any text is read, and every class is seen from each of its members', () => {
  const hex = fc.integer({ min: 0, max: 0x10ffff }).map((code) => code.toString(16));
  const row = fc.tuple(hex, hex).map(([from, to]) => `${from} ; ${to} ; MA`);
  fc.assert(
    fc.property(fc.array(fc.oneof(row, fc.string()), { maxLength: 30 }), (lines) => {
      for (const [key, members] of parseConfusables(lines.join('\n'))) assert.ok(members.includes(key));
    }),
  );
});
