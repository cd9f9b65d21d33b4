import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { mixedContent } from './mixed-content.ts';

const judged = (html: string, fields: Parameters<typeof page>[0] = []) =>
  judgeWeb(mixedContent, page(fields, html)).verdict;

test('a page that loads over https alone passes, and links are no loads', () => {
  assert.equal(
    judged('<script src="/a.js"></script><img src="https://cdn.test/a.png"><a href="http://b.test/">b</a>'),
    'pass',
  );
});

test('active and passive loads are told apart', () => {
  assert.equal(judged('<script src="http://cdn.test/a.js"></script>'), 'active');
  assert.equal(judged('<img src="http://cdn.test/a.png">'), 'passive');
  assert.equal(
    judged('<img src="http://a.test/a.png"><link rel=stylesheet href="http://a.test/a.css">'),
    'active, passive',
  );
});

test('browsers that are told to upgrade load nothing in the clear', () => {
  const html = '<script src="http://cdn.test/a.js"></script>';
  assert.equal(judged(html, [['content-security-policy', 'upgrade-insecure-requests']]), 'pass');
  const meta = '<meta http-equiv="content-security-policy" content="upgrade-insecure-requests">';
  assert.equal(judged(meta + html), 'pass');
});

test('a page of plain http has nothing to mix', () => {
  const plain = hop(`http://${HOST}/`, [['content-type', 'text/html']]);
  const web = { ...page([]), http: chain([plain]), https: ABSENT };
  assert.equal(judgeWeb(mixedContent, web).verdict, 'notApplicable');
});

test('it is open when the page was not read to its end', () => {
  const web = page([]);
  assert.ok(web.page);
  assert.equal(judgeWeb(mixedContent, { ...web, page: { ...web.page, truncated: true } }).verdict, 'open');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(mixedContent, web).verdict, verdict));
}
