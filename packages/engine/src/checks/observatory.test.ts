import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, page, SILENT } from '../../test/judge-host.ts';
import { answer, judgeSite, ORIGIN, visit } from '../../test/judge-site.ts';
import { OBSERVATORY_TESTS } from '../protocols/observatory.ts';
import { observatory } from './observatory.ts';

const GOOD = [
  ['strict-transport-security', 'max-age=63072000; includeSubDomains'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

test('a well-kept page gets an A+, all twelve results are told, and the grade is kept', () => {
  const { verdict, detail, learned } = judgeSite(observatory, { web: page(GOOD) });
  assert.equal(verdict, 'informational');
  assert.match(detail ?? '', /^Grade A\+, score 130 \(algorithm 6\): csp-implemented-with-no-unsafe/);
  assert.equal(detail?.split(', ').length, OBSERVATORY_TESTS.length + 1);
  assert.deepEqual(learned[0]?.entity.attributes, { observatory_grade: 'A+', observatory_score: 130 });
});

test('a bare page loses what it should', () => {
  const { detail } = judgeSite(observatory, { web: page([]) });
  assert.match(detail ?? '', /^Grade D, score 30 .*csp-not-implemented -25/);
});

test('scripts far down the page count, for the whole of it was taken apart', () => {
  const html = `<p>${'x'.repeat(40_000)}</p><script src="https://cdn.test/a.js"></script>`;
  const { detail } = judgeSite(observatory, { web: page(GOOD, html) });
  assert.match(detail ?? '', /sri-not-implemented-but-external-scripts-loaded-securely -5/);
});

test('the answer to another origin counts', () => {
  const headers: [string, string][] = [
    ['access-control-allow-origin', ORIGIN],
    ['access-control-allow-credentials', 'true'],
  ];
  const asked = { ...answer('/', '', 'text/html'), headers };
  const { detail } = judgeSite(observatory, { web: page(GOOD), files: visit({ asked }) });
  assert.match(detail ?? '', /implemented-with-universal-access -50/);
});

test('it does not apply where there is no page', () => {
  assert.equal(judgeSite(observatory, { web: page([], '', { status: 503 }) }).verdict, 'notApplicable');
  const files = { state: 'absent', reason: 'nxdomain' } as const;
  assert.equal(
    judgeSite(observatory, { web: { http: ABSENT, https: ABSENT }, files }).verdict,
    'notApplicable',
  );
});

test('it is open when a part of it was not answered', () => {
  assert.equal(judgeSite(observatory, { web: { http: SILENT, https: SILENT } }).verdict, 'open');
  assert.equal(judgeSite(observatory, { web: { ...page(GOOD), http: SILENT } }).verdict, 'open');
  assert.equal(judgeSite(observatory, { files: visit({ asked: unknown('timeout') }) }).verdict, 'open');
  assert.equal(judgeSite(observatory, { files: visit({ robots: unknown('blocked') }) }).verdict, 'open');
  const web = page(GOOD);
  assert.ok(web.page);
  const cut = { ...web, page: { ...web.page, truncated: true } };
  assert.equal(judgeSite(observatory, { web: cut }).verdict, 'open');
});
