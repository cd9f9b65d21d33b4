import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexMarks, PAGE_TEXTS } from './mark-index.ts';
import { compilePattern } from './pattern.ts';
import { SIGNATURES } from './signatures/index.ts';

const table: [pattern: string, text: string, version: string | null | false][] = [
  ['acme', 'by acme', null],
  ['Acme', 'by acme', null],
  ['acme', 'by acne', false],
  ['^acme', 'by acme', false],
  ['^acme', 'acme 1', null],
  ['acme$', 'by acme', null],
  ['acme$', 'acme, by acme', null],
  ['acme$', 'acme 1', false],
  ['^acme$', 'acme', null],
  ['^acme$', 'acmeacme', false],
  ['^{}', '4.0.30319', '4.0.30319'],
  ['^{}', 'v4', false],
  ['acme/{}', 'acme acme/1.2', '1.2'],
  ['acme/{}', 'acme/x', false],
  ['acme{/}', 'acme/1.2', '1.2'],
  ['acme{/}', 'acme', null],
  ['acme{/}', 'acme 1.2', null],
  ['acme-{}.min.js', 'acme-3.7.1.min.js', '3.7.1'],
  ['acme-{}.min.js', 'acme-x.min.js acme-4.0.0-beta.2.min.js', '4.0.0-beta.2'],
  ['acme{/} ok', 'acme/1.1.1f ok', '1.1.1f'],
  ['acme/{}', 'acme/1.12.4-aem', '1.12.4'],
  ['acme/{}', 'acme/7.4p1', '7.4p1'],
  ['/a/*/b', '/a/one/two/b', null],
  ['/a/*/b', '/a/"/b', false],
  ['/a/*/b', '/a/ x /b /a/y/b', null],
  ['/a/*/b', `/a/${'x'.repeat(101)}/b`, false],
  ['/a/*?v={}', '/a/x.js?v=5.1', '5.1'],
  ['a = {"b"', 'a = {"b": 1}', null],
  ['', 'anything', null],
  ['', '', null],
];

for (const [pattern, text, version] of table) {
  test(`${JSON.stringify(pattern)} in ${JSON.stringify(text.slice(0, 40))}: ${version}`, () => {
    const match = compilePattern(pattern).match(text);
    assert.equal(match === null ? false : match.version, version);
  });
}

test('a match says where it is', () => {
  assert.partialDeepStrictEqual(compilePattern('b{/}').match('a b/1 c'), { start: 2, end: 5 });
});

test('a pattern that begins with a gap or a version has no place to begin at', () => {
  assert.throws(() => compilePattern('{}x'), /begins with text/);
  assert.throws(() => compilePattern('*x'), /begins with text/);
});

test('any text is met without a throw, and what is told lies within it', () => {
  const patterns = ['a', 'a{/}b$', '^a*b', 'a/{}', 'a*a*a'].map(compilePattern);
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '1', '.', ' ', '-', 'beta') });
  fc.assert(
    fc.property(text, (subject) => {
      for (const pattern of patterns) {
        const match = pattern.match(subject);
        assert.ok(
          match === null || (match.start >= 0 && match.end <= subject.length && match.start <= match.end),
        );
      }
    }),
  );
});

/** How many characters a match reads, told by a text that counts. */
function readsOf(pattern: ReturnType<typeof compilePattern>, text: string): number {
  let reads = 0;
  const counting = {
    length: text.length,
    indexOf(wanted: string, from = 0) {
      const at = text.indexOf(wanted, from);
      reads += (at === -1 ? text.length : at + wanted.length) - from;
      return at;
    },
    startsWith(wanted: string, at = 0) {
      reads += wanted.length;
      return text.startsWith(wanted, at);
    },
    slice(from: number, to: number) {
      reads += Math.min(to, text.length) - from;
      return text.slice(from, to);
    },
    toString: () => text,
  };
  pattern.match(counting as unknown as string);
  return reads;
}

test('no pattern reads a text that was made for it much more than once', () => {
  const { texts, headers, meta } = indexMarks(SIGNATURES);
  const marks = [
    ...PAGE_TEXTS.flatMap((place) => texts[place]),
    ...[...headers.values(), ...meta.values()].flat(),
  ];
  assert.ok(marks.length > 1000);
  for (const { pattern } of marks) {
    const [head = ''] = pattern.source.replace(/^\^/, '').toLowerCase().split(/[{*]/);
    for (const piece of [head, `${head}1.`, `${head}${head.slice(0, 1)}`, head.slice(0, -1), '1.', 'a']) {
      if (piece === '') continue;
      const text = piece.repeat(Math.ceil(20_000 / piece.length));
      const reads = readsOf(pattern, text);
      assert.ok(reads <= text.length * 2 + 50 * 400, `${pattern.source} read ${reads} of ${text.length}`);
    }
  }
});
