import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { htmlComments } from './html-comments.ts';

const judged = (html: string) => judgeWeb(htmlComments, page([], html)).verdict;

test('harmless comments pass', () => {
  assert.equal(judged('<!-- header --><p>password: hunter2<!--[if IE]> <![endif]-->'), 'pass');
});

test('secrets and internal names are found, and the secret is not repeated', () => {
  assert.equal(judged('<!-- served by 10.0.0.8 -->'), 'internal-names');
  const { verdict, findings } = judgeWeb(
    htmlComments,
    page([], '<!-- password: hunter2 --><!-- //db.internal/ -->'),
  );
  assert.equal(verdict, 'internal-names, secrets');
  assert.ok(findings.every(({ confidence, severity }) => confidence === 'potential' && severity === 'low'));
  assert.ok(!JSON.stringify(findings).includes('hunter2'));
});

test('it is open when the page was not read to its end', () => {
  const web = page([]);
  assert.ok(web.page);
  assert.equal(judgeWeb(htmlComments, { ...web, page: { ...web.page, truncated: true } }).verdict, 'open');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(htmlComments, web).verdict, verdict));
}
