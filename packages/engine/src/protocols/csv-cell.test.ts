import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csvCell } from './csv-cell.ts';

const cases: [what: string, value: Parameters<typeof csvCell>[0], cell: string][] = [
  ['plain text stays bare', 'www.example.com', 'www.example.com'],
  ['an empty text is an empty field', '', ''],
  ['null is an empty field', null, ''],
  ['undefined is an empty field', undefined, ''],
  ['a negative number is a number', -5, '-5'],
  ['a truth value is told in words', false, 'false'],
  ['a comma is quoted', 'a,b', '"a,b"'],
  ['a semicolon is quoted', 'a;=1', '"a;=1"'],
  ['a quotation mark is doubled', 'say "hi"', '"say ""hi"""'],
  ['a line break is quoted', 'a\nb', '"a\nb"'],
  ['space at an end is quoted', 'a ', '"a "'],
  ['a formula is disarmed', '=1+1', `"'=1+1"`],
  ['a command is disarmed', "=cmd|' /C calc'!A0", `"'=cmd|' /C calc'!A0"`],
  ['a plus is disarmed', '+1.208', `"'+1.208"`],
  ['a minus is disarmed', '-2+3', `"'-2+3"`],
  ['an at sign is disarmed', '@SUM(A1)', `"'@SUM(A1)"`],
  ['a full-width sign is disarmed', '＝1+1', `"'＝1+1"`],
  ['a leading TAB is disarmed', '\t=1', `"'\t=1"`],
  ['a leading CR is disarmed', '\rx', `"'\rx"`],
  ['a formula behind space is disarmed', ' =1', `"' =1"`],
  ['a formula behind NUL is disarmed', '\0=1', `"'\0=1"`],
  ['a formula behind a zero-width space is disarmed', '\u200b=1', `"'\u200b=1"`],
  ['a hyphen inside is no formula', 'a-b', 'a-b'],
];

/** Reads one record as RFC 4180 section 2 writes it. */
function readRecord(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    const [whole, inner, bare] =
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|$)/.exec(line.slice(at)) ?? assert.fail(line);
    fields.push(inner === undefined ? (bare ?? '') : inner.replaceAll('""', '"'));
    at += whole.length + 1;
  }
  return fields;
}

describe('csvCell', () => {
  for (const [what, value, cell] of cases) {
    it(what, () => assert.equal(csvCell(value), cell));
  }

  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', ',', ';', '\n', '\r', '\t', ' ', '=', '+', '-', '@', "'", 'a'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });

  it('a record of any texts reads back, each as it was or led by an apostrophe', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const fields = readRecord(texts.map(csvCell).join(','));
        assert.deepEqual(
          fields.map((field, index) => (field === texts[index] ? field : field.slice(1))),
          texts,
        );
        for (const field of fields) assert.doesNotMatch(field, /^[=+\-@\t\r]/);
      }),
    );
  });
});
