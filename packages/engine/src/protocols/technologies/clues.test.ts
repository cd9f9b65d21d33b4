import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cookieNames, pageTexts } from './clues.ts';

const PAGE = `<!doctype html><html><head><title>Acme &amp; Co</title>
<meta name="Generator" content="Made by Hand &#49;"><meta property="og:site_name" content="Acme">
<link rel="stylesheet" href="/Style.css?a=1&amp;b=2"><script src="/app.js"></script>
<script>var a = "Inline";</script></head><body>
<a href="https://elsewhere.test/link.js">away</a><img src="/logo.png"><form action="/send"></form>
<!-- <script src="/commented.js"></script> --></body></html>`;

test('a page falls into the texts in which marks are looked for, in lower case', () => {
  const { html, ...texts } = pageTexts(PAGE);
  assert.equal(html, PAGE.toLowerCase());
  assert.deepEqual(texts, {
    scripts: '\n/app.js\nvar a = "inline";',
    urls: '/style.css?a=1&b=2\n/app.js\n/logo.png\n/send',
    title: 'acme & co',
    plainTitle: 'Acme & Co',
    meta: new Map([
      ['generator', ['made by hand 1']],
      ['og:site_name', ['acme']],
    ]),
  });
});

test('where links lead to and what is in comments is not loaded', () => {
  const { urls, scripts } = pageTexts(PAGE);
  assert.doesNotMatch(urls + scripts, /elsewhere|commented/);
});

test('names of cookies, each once, in lower case', () => {
  const headers: [string, string][] = [
    ['set-cookie', 'PHPSESSID=1; path=/'],
    ['set-cookie', 'phpsessid=2'],
    ['set-cookie', 'nameless'],
    ['set-cookie', 'bad\x00=1'],
    ['server', 'x=1'],
  ];
  assert.deepEqual(cookieNames(headers), ['phpsessid']);
});

test('any page is taken apart, and a long one up to a bound', () => {
  fc.assert(fc.property(fc.string(), (text) => void pageTexts(`<script src='${text}'><meta ${text}`)));
  const { html, meta } = pageTexts(`<meta name=a content=b>`.repeat(20_000));
  assert.ok(html.length <= 131_072);
  assert.equal(meta.get('a')?.length, 5);
});
