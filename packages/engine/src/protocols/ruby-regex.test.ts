import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RegexSyntaxError, rubyRegex } from './ruby-regex.ts';

const PLAIN = { ignoreCase: false, dotAll: false };

const rows: [pattern: string, text: string, groups: (string | undefined)[] | null][] = [
  ['b+', 'abbc', ['bb']],
  ['^b', 'a\nb', ['b']],
  ['^b', 'a\rb', null],
  ['a$', 'a\nb', ['a']],
  ['\\Ab', 'a\nb', null],
  ['a\\z', 'a\n', null],
  ['a\\Z', 'a\n', ['a']],
  ['a\\Z', 'a\n\n', null],
  ['a.b', 'a\nb', null],
  ['a.b', 'a\rb', ['a\rb']],
  ['(?m)a.b', 'a\nb', ['a\nb']],
  ['(?m:a.)b.c', 'a\nb\nc', null],
  ['(?i)ABC', 'xabcx', ['abc']],
  ['a(?i)b|C', 'aB', ['aB']],
  ['a(?i)b|C', 'ac', ['ac']],
  ['(?i:a)B', 'AB', ['AB']],
  ['(?i:a)B', 'Ab', null],
  ['(?i)a(?-i)b', 'AB', null],
  ['(?i)[a-c]+', 'xABCd', ['ABC']],
  ['(?i)é', 'É', ['É']],
  ['(a)|(b)', 'b', ['b', undefined, 'b']],
  ['(?:(a)|b)+', 'ab', ['ab', 'a']],
  ['(a(?:b)(c))', 'abc', ['abc', 'abc', 'c']],
  ['(?<x>a)(b)', 'ab', ['ab', 'a']],
  ["(?'x'a)", 'a', ['a', 'a']],
  ['<(.+?)>', '<a><b>', ['<a>', 'a']],
  ['<(.+)>', '<a><b>', ['<a><b>', 'a><b']],
  ['a{2}', 'aaa', ['aa']],
  ['a{2,}', 'aaa', ['aaa']],
  ['a{,2}b', 'aaab', ['aab']],
  ['a{1,2}?', 'aa', ['a']],
  ['a{x}', 'a{x}', ['a{x}']],
  ['a{,}', 'a{,}', ['a{,}']],
  ['a*+a', 'aaa', null],
  ['a++b', 'aab', ['aab']],
  ['a?+a', 'a', null],
  ['(?>a|ab)c', 'abc', null],
  ['(?>(a+))b', 'aab', ['aab', 'aa']],
  ['a(?=b)', 'acab', ['a']],
  ['a(?!b).', 'abac', ['ac']],
  ['(?<=\\d)a', 'a1a', ['a']],
  ['(?<!ab|c)d', 'abdcdd', ['d']],
  ['(?<=a+)b', 'aab', ['b']],
  ['\\bfoo\\b', 'a foo', ['foo']],
  ['\\Boo', 'foo', ['oo']],
  ['[[:alpha:]]+', '1ab2', ['ab']],
  ['[^[:space:]]+', ' ab ', ['ab']],
  ['[[:^digit:]]+', '1ab2', ['ab']],
  ['[]a]+', 'x]a', [']a']],
  ['[^]]+', ']ab]', ['ab']],
  ['[a-]+', 'x-a-', ['-a-']],
  ['[\\w-]+', '.a-b.', ['a-b']],
  ['[\\d-z]+', 'x1-z', ['1-z']],
  ['[\\]\\\\]+', 'a]\\', [']\\']],
  ['\\h+', 'xyz1fA', ['1fA']],
  ['\\H+', 'xyz1', ['xyz']],
  ['\\s', '\u00a0', null],
  ['\\S', '\u00a0', ['\u00a0']],
  ['\\d', '٣', null],
  ['\\x41\\u0042\\u{43}\\x{44}\\0', 'ABCD\0', ['ABCD\0']],
  ['\\t\\r\\n\\f\\v\\a\\e', '\t\r\n\f\v\x07\x1b', ['\t\r\n\f\v\x07\x1b']],
  ['\\/\\-\\_\\"', '/-_"', ['/-_"']],
  ['a\\Rb', 'a\r\nb', ['a\r\nb']],
  ['a(?#note)b', 'ab', ['ab']],
  ['(a*)*b', 'aab', ['aab', 'aa']],
  ['(?:)*a', 'a', ['a']],
  ['(|a)+b', 'aab', ['aab', 'a']],
  ['', 'a', ['']],
  ['^$', '', ['']],
];

for (const [pattern, text, groups] of rows) {
  test(`/${pattern}/ on ${JSON.stringify(text)} is ${JSON.stringify(groups)}`, () => {
    assert.deepEqual(rubyRegex(pattern, PLAIN).exec(text), groups);
  });
}

const refused: [pattern: string, why: RegExp][] = [
  ['(a)\\1', /escape/],
  ['(?<x>a)\\k<x>', /escape/],
  ['\\p{Alpha}', /escape/],
  ['[\\p{Alpha}]', /escape/],
  ['(a)(?(1)b)', /group/],
  ['(?~a)', /group/],
  ['(?x)a b', /option x/],
  ['[a[b]]', /class within/],
  ['[a&&b]', /class within/],
  ['[[:nothing:]]', /class/],
  ['(a', /not closed/],
  ['a)', /not opened/],
  ['[a', /not closed/],
  ['*a', /repetition/],
  ['a{2000}', /repetition/],
  ['a{3,2}', /repetition/],
  ['[z-a]', /backwards/],
  ['a\\', /backslash/],
  ['(?:(?:(?:a{1000}){1000}){1000})', /unfolds/],
  ['('.repeat(100) + ')'.repeat(100), /too deep/],
  ['a'.repeat(5000), /too long/],
];

for (const [pattern, why] of refused) {
  test(`/${pattern.slice(0, 40)}/ is refused: ${why.source}`, () => {
    assert.throws(
      () => rubyRegex(pattern, PLAIN),
      (error) => error instanceof RegexSyntaxError && why.test(error.message),
    );
  });
}

/** What both dialects write the same way. */
const { pattern: common } = fc.letrec((tie) => ({
  atom: fc.oneof(
    fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '.', '\\w', '\\bc', 'ab'),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?=${inner})`),
    tie('pattern').map((inner) => `(?!${inner})`),
  ),
  repeated: fc
    .tuple(
      fc.constantFrom('a', 'b', '[ab]', '.', '(?:ab)', '(?:a|bc)', '(?:a|ab)'),
      fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}'),
    )
    .map((parts) => parts.join('')),
  sequence: fc
    .array(fc.oneof({ maxDepth: 3 }, tie('repeated'), tie('atom')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('')),
  pattern: fc.oneof(
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('sequence')).map((parts) => parts.join('|')),
  ),
})) as { pattern: fc.Arbitrary<string> };

test('it finds what the regular expressions of JavaScript find, where both dialects say the same', () => {
  fc.assert(
    fc.property(common, fc.stringMatching(/^[abc]{0,12}$/), (pattern, text) => {
      fc.pre(pattern.length < 200);
      const expected = new RegExp(pattern).exec(text);
      assert.equal(rubyRegex(pattern, PLAIN).exec(text)?.[0], expected?.[0], `/${pattern}/`);
    }),
    { numRuns: 3000 },
  );
});

test('a pattern that others never come to an end with ends', () => {
  const text = 'a'.repeat(4000);
  for (const pattern of [
    '(a+)+$b',
    '(a|aa)+b',
    '(?:a*)*b',
    '(.*)(.*)(.*)(.*)(.*)x.*b',
    '(?=(a+)+b)a',
    '(?<=(a|aa)+)b',
    '(?>(?>a+)+)+b',
  ]) {
    assert.equal(rubyRegex(pattern, PLAIN).exec(text), null);
  }
});

test('of a long text the front is read', () => {
  const regex = rubyRegex('b', PLAIN);
  assert.equal(regex.exec(`${'a'.repeat(5000)}b`), null);
  assert.deepEqual(regex.exec(`b${'a'.repeat(5000)}`), ['b']);
});

test('any pattern is read or refused, and any text answered', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (pattern, text) => {
      try {
        rubyRegex(pattern, PLAIN).exec(text);
      } catch (error) {
        assert.ok(error instanceof RegexSyntaxError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
