import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageRefresh } from './page-refresh.ts';

const URL_HERE = 'https://acme.test/start';

function target(content: string): string | null {
  return pageRefresh(URL_HERE, [content], '')?.href ?? null;
}

for (const [content, expected] of [
  ['0;url=/en/', 'https://acme.test/en/'],
  ['0; URL=https://www.acme.test/', 'https://www.acme.test/'],
  ["5, url = 'http://acme.test/a b'", 'http://acme.test/a%20b'],
  ['0;url="/quoted"rest', 'https://acme.test/quoted'],
  ['1.5;/no-name', 'https://acme.test/no-name'],
  ['0 url=/space', 'https://acme.test/space'],
  ['0;url=//u:p@www.acme.test/#x', 'https://www.acme.test/'],
  ['0', null],
  ['0;', null],
  ['', null],
  [';url=/a', null],
  ['soon;url=/a', null],
  ['300;url=/news', null],
  ['0;url=/start', null],
  ['0;url=/start#top', null],
  ['0;url=javascript:alert(1)', null],
  ['0;url=data:text/html,x', null],
  ['0;url=http://[', null],
] as const) {
  test(`"${content}" leads to ${expected}`, () => assert.equal(target(content), expected));
}

const refresh = '<meta http-equiv="Refresh" content="0; url=/en/">';
for (const [what, html, expected] of [
  ['a meta element', `<html><head>${refresh}`, 'https://acme.test/en/'],
  ['one with entities', '<meta http-equiv=refresh content="0;url=/a?b&amp;c">', 'https://acme.test/a?b&c'],
  ['the first counts', `${refresh}<meta http-equiv=refresh content="0;url=/other">`, 'https://acme.test/en/'],
  ['one behind noscript', `<noscript><img src=a></noscript>${refresh}`, 'https://acme.test/en/'],
  ['one in noscript', `<noscript>${refresh}</noscript>`, null],
  ['one in a comment', `<!--${refresh}-->`, null],
  ['one in a script', `<script>"${refresh}"</script>`, null],
  ['one in the body, which may be a comment of anyone', `<body>${refresh}`, null],
  ['another meta', '<meta name=refresh content="0;url=/en/">', null],
  ['no page', '', null],
] as const) {
  test(`${what}: ${expected}`, () => assert.equal(pageRefresh(URL_HERE, [], html)?.href ?? null, expected));
}

test('whatever stands there, it leads to an http URL without credentials or nowhere', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (reference) => {
      const to = pageRefresh(URL_HERE, [`0;url=${reference}`], '');
      if (to === null) return;
      assert.match(to.protocol, /^https?:$/);
      assert.equal(to.username + to.password + to.hash, '');
    }),
  );
});

test('a long field is read in time', () => {
  for (const part of [' ', ';', '0', 'url', "'", '<meta http-equiv=refresh ', '<noscript>']) {
    const text = part.repeat(100_000);
    pageRefresh(URL_HERE, [text], '');
    pageRefresh(URL_HERE, [`0;${text}`], '');
    pageRefresh(URL_HERE, [], text);
  }
});
