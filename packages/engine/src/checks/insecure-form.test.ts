import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { pageFacts } from '../protocols/page-facts.ts';
import { insecureForm } from './insecure-form.ts';

const judged = (html: string) => judgeWeb(insecureForm, page([], html)).verdict;
const PASSWORD = '<form action="/login" method="post"><input type="password"></form>';

test('a form that posts to https passes, and a page without forms has nothing to judge', () => {
  assert.equal(judged(PASSWORD), 'pass');
  assert.equal(judged('<form action="https://search.test/">'), 'pass');
  assert.equal(judged('<p>Hello.'), 'notApplicable');
});

test('a form that posts in the clear is found', () => {
  const [finding] = judgeWeb(
    insecureForm,
    page([], '<form action="http://old.acme.test/x" method=post>'),
  ).findings;
  assert.equal(finding?.code, 'insecure-form/clear-text');
  assert.deepEqual(finding?.evidence[1], { label: 'action', value: 'http://old.acme.test/x' });
  assert.equal(judged('<form><button formaction="http://old.acme.test/">'), 'clear-text');
});

function plain(html: string) {
  const http = chain([hop(`http://${HOST}/`, [['content-type', 'text/html']])], { body: html });
  return { http, https: ABSENT, page: pageFacts(`http://${HOST}/`, html, false) };
}

test('a page of plain http may have a search, and must not ask for a password', () => {
  assert.equal(judgeWeb(insecureForm, plain('<form action="/search"><input>')).verdict, 'pass');
  assert.equal(judgeWeb(insecureForm, plain(PASSWORD)).verdict, 'password-over-http');
});

test('it is open when the page was not read to its end', () => {
  const web = page([]);
  assert.ok(web.page);
  assert.equal(judgeWeb(insecureForm, { ...web, page: { ...web.page, truncated: true } }).verdict, 'open');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(insecureForm, web).verdict, verdict));
}
