import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { visible } from './control-text.ts';

const cases: [what: string, text: string, shown: string][] = [
  ['plain text stays', 'nginx/1.25.3 (Ubuntu)', 'nginx/1.25.3 (Ubuntu)'],
  ['text of other scripts stays', 'Пример — 例え 🦊 é', 'Пример — 例え 🦊 é'],
  ['an emoji with its variation selector stays', '❤️', '❤️'],
  ['colours are dropped', '\x1b[1;31mred\x1b[0m', 'red'],
  ['the 8-bit form of a colour is dropped', '\x9b31mred', 'red'],
  ['a window title is dropped', 'a\x1b]0;owned\x07b', 'ab'],
  ['a hyperlink is dropped, its text kept', '\x1b]8;;http://evil.test\x1b\\here\x1b]8;;\x1b\\', 'here'],
  ['a device control string is dropped', 'a\x1bPq#0\x1b\\b', 'ab'],
  ['a terminal reset is dropped', 'a\x1bcb', 'ab'],
  ['a character set switch is dropped', 'a\x1b(0b', 'ab'],
  ['an unfinished title is disarmed, its text kept', 'a\x1b]0;rest', 'a\ufffd]0;rest'],
  ['an unfinished colour is disarmed', 'a\x1b[31', 'a\ufffd[31'],
  ['lines become one', 'one\r\ntwo\nthree\tfour\u2028five\u0085six', 'one two three four five six'],
  ['NUL and BEL show', 'a\0b\x07', 'a\ufffdb\ufffd'],
  ['bidi overrides show', 'evil\u202egnp.exe', 'evil\ufffdgnp.exe'],
  ['bidi isolates and marks show', '\u2066a\u2069\u200e\u200f\u061c', '\ufffda\ufffd\ufffd\ufffd\ufffd'],
  ['zero-width characters show', 'goo\u200bgle\ufeff', 'goo\ufffdgle\ufffd'],
  ['tag characters show', 'a\u{e0041}', 'a\ufffd'],
  ['a lone surrogate shows', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
];

describe('visible', () => {
  for (const [what, text, shown] of cases) {
    it(what, () => assert.equal(visible(text, 100), shown));
  }

  it('cuts a long text and says so', () => {
    assert.equal(visible('abcdef', 6), 'abcdef');
    assert.equal(visible('abcdefg', 6), 'abcde…');
  });

  it('does not cut through a surrogate pair', () => {
    assert.equal(visible('ab🦊cd', 4), 'ab…');
    assert.equal(visible('ab🦊cd', 5), 'ab🦊…');
  });

  it('gives nothing when there is room for nothing', () => {
    assert.equal(visible('abc', 0), '');
    assert.equal(visible('abc', 1), '…');
  });

  it('leaves no control, no format character, no line break and no lone surrogate in any text', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\x1b',
          '[',
          ']',
          '\x9b',
          '\x07',
          '\\',
          'm',
          '3',
          '\u202e',
          '\u200b',
          '\ud83e',
          '\udd8a',
        ),
        fc.nat(0xffff).map((code) => String.fromCharCode(code)),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
    });
    fc.assert(
      fc.property(hostile, fc.nat(60), (text, maxLength) => {
        const shown = visible(text, maxLength);
        assert.ok(shown.length <= maxLength);
        assert.ok(shown.isWellFormed());
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        assert.equal(visible(shown, maxLength), shown);
      }),
    );
  });

  it('keeps printable ASCII as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => assert.equal(visible(text, 1_000), text)),
    );
  });

  it('takes a large hostile text', () => {
    for (const unit of ['\x1b]', '\x1b[', '\x1b[1', '\x9d', '\x1b(', '\x1b[0;', '\u202e']) {
      assert.equal(visible(unit.repeat(200_000), 20).length, 20);
    }
  });
});
