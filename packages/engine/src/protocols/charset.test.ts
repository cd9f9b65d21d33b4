import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { charsetOf } from './charset.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const cases: [what: string, type: string, bytes: Uint8Array, expected: string][] = [
  ['nothing said is UTF-8', '', latin1('<p>'), 'utf-8'],
  ['the field', 'text/html; charset=ISO-8859-1', latin1(''), 'windows-1252'],
  ['the field in quotes, in any case', 'text/html;Charset="Shift_JIS"', latin1(''), 'shift_jis'],
  [
    'an unknown field is passed over',
    'text/html; charset=klingon',
    latin1('<meta charset=koi8-r>'),
    'koi8-r',
  ],
  ['a word that only ends in charset', 'text/html; mycharset=koi8-r', latin1(''), 'utf-8'],
  ['the page', 'text/html', latin1('<!doctype html><meta charset="windows-1251">'), 'windows-1251'],
  [
    'the page, the old way',
    'text/html',
    latin1('<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=euc-kr">'),
    'euc-kr',
  ],
  ['a page without a type', '', latin1('<meta charset=big5>'), 'big5'],
  ['XHTML', 'application/xhtml+xml', latin1('<?xml version="1.0" encoding="gb2312"?>'), 'gbk'],
  ['the field before the page', 'text/html; charset=utf-8', latin1('<meta charset=big5>'), 'utf-8'],
  ['the mark before the field', 'text/html; charset=big5', Buffer.from('\ufeffa'), 'utf-8'],
  ['UTF-16 by its mark', 'text/html', Buffer.from('\ufeff<p>', 'utf16le'), 'utf-16le'],
  ['UTF-16 the other way round', 'text/html', Buffer.from([0xfe, 0xff, 0, 0x3c]), 'utf-16be'],
  ['UTF-16 that cannot be', 'text/html', latin1('<meta charset=utf-16le>'), 'utf-8'],
  ['a meta in a comment is none', 'text/html', latin1('<!-- <meta charset=big5> -->'), 'utf-8'],
  ['a meta in a script is none', 'text/html', latin1('<script>"<meta charset=big5>"</script>'), 'utf-8'],
  ['a script is no page', 'text/javascript', latin1('<meta charset=big5>'), 'utf-8'],
  ['too far down', 'text/html', latin1(`${' '.repeat(1_024)}<meta charset=big5>`), 'utf-8'],
];
for (const [what, type, bytes, expected] of cases) {
  test(`${what}: ${expected}`, () => assert.equal(charsetOf(bytes, type), expected));
}

test('whatever comes, a decoder can be made of what is told', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.string({ unit: 'binary-ascii', maxLength: 200 }).map((text) => latin1(`<meta charset="${text}">`)),
  );
  fc.assert(
    fc.property(bytes, fc.string(), (body, type) => {
      new TextDecoder(charsetOf(body, type)).decode(body);
    }),
  );
});
