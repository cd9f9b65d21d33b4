import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './csp.ts';
import { lostIn, mistakesOf } from './csp-mistakes.ts';

const mistakes = (text: string) =>
  parse([text])
    .flatMap(mistakesOf)
    .map(({ weakness, source }) => (source === undefined ? weakness : `${weakness} ${source}`));

for (const [text, expected] of [
  ["default-src 'self'; upgrade-insecure-requests; report-to main", []],
  ["script-src 'wasm-unsafe-eval' 'unsafe-hashes' 'report-sample' 'self'", []],
  ['scrip-src *', ['unknown-directive']],
  ["script-src: 'self'", ['unknown-directive']],
  ['plugin-types application/pdf; block-all-mixed-content', ['deprecated-directive', 'deprecated-directive']],
  ['report-uri /a', ['deprecated-directive']],
  ['report-uri /a; report-to a', []],
  ["script-src 'self' object-src 'none'", ["none-with-others 'none'", 'missing-semicolon object-src']],
  ['script-src none', ['unquoted-keyword none']],
  ['script-src Self', ['unquoted-keyword Self']],
  [
    'script-src unsafe-inline nonce-abc sha256-abc',
    ['unquoted-keyword unsafe-inline', 'unquoted-keyword nonce-abc', 'unquoted-keyword sha256-abc'],
  ],
  ["script-src 'unsafe-inlin'", ["unknown-keyword 'unsafe-inlin'"]],
  ['script-src "self"', ['unknown-keyword "self"']],
  ["script-src 'acme.test'", ["unknown-keyword 'acme.test'"]],
  ["script-src 'sha256-YWJj'", []],
  ["script-src 'sha1-YWJj'", ["unknown-keyword 'sha1-YWJj'"]],
  ["img-src 'none' acme.test", ["none-with-others 'none'"]],
  ["img-src 'none'", []],
  [
    'img-src 192.0.2.1 https://[2001:db8::1]:8443',
    ['ip-source 192.0.2.1', 'ip-source https://[2001:db8::1]:8443'],
  ],
  ['img-src 127.0.0.1', []],
  ["script-src 'nonce-abc'", ["short-nonce 'nonce-abc'"]],
  ["script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='", []],
  ["script-src 'strict-dynamic'", ["strict-dynamic-without-nonce 'strict-dynamic'"]],
  ["script-src 'strict-dynamic' 'sha256-YWJj'", []],
  ['sandbox allow-scripts; trusted-types none', []],
] as const) {
  test(`${text}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(mistakes(text), expected);
  });
}

test('lost directives are told from the text', () => {
  assert.deepEqual(lostIn("img-src *;; IMG-SRC 'none' ; é a; font-src"), [
    { weakness: 'duplicate-directive', directive: 'img-src' },
    { weakness: 'not-ascii', directive: 'é' },
  ]);
});
