import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { referrerPolicy } from './referrer-policy.ts';

const FIELD = 'referrer-policy';

for (const [value, verdict] of [
  ['strict-origin-when-cross-origin', 'pass'],
  ['no-referrer', 'pass'],
  ['unsafe-url, same-origin', 'pass'],
  ['unsafe-url', 'unsafe'],
  ['no-referrer-when-downgrade', 'unsafe'],
  ['same-origin, origin', 'unsafe'],
  ['nonsense', 'missing'],
] as const) {
  test(`${value}: ${verdict}`, () => {
    assert.equal(judgeWeb(referrerPolicy, page([[FIELD, value]])).verdict, verdict);
  });
}

test('without the field it is missing, which is worth no more than a note', () => {
  const { verdict, findings } = judgeWeb(referrerPolicy, page([]));
  assert.equal(verdict, 'missing');
  assert.equal(findings[0]?.severity, 'info');
});

test('a meta element takes the place of the field', () => {
  const meta = (content: string) => `<meta name="referrer" content="${content}"><body>`;
  assert.equal(judgeWeb(referrerPolicy, page([], meta('no-referrer'))).verdict, 'pass');
  assert.equal(
    judgeWeb(referrerPolicy, page([[FIELD, 'no-referrer']], meta('unsafe-url'))).verdict,
    'unsafe',
  );
  assert.equal(judgeWeb(referrerPolicy, page([[FIELD, 'no-referrer']], meta('nonsense'))).verdict, 'pass');
});

test('it is open when the head of the page was not read to its end', () => {
  const html = hop(`https://${HOST}/`, [['content-type', 'text/html']]);
  const https = chain([html], { body: '<!doctype html><head>', truncated: true });
  assert.equal(judgeWeb(referrerPolicy, { http: ABSENT, https }).verdict, 'open');
});

test('it does not apply to an error page, to what is no HTML, or to a redirect elsewhere', () => {
  assert.equal(judgeWeb(referrerPolicy, page([], '', { status: 503 })).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(referrerPolicy, page([], '', { headers: [['content-type', 'text/plain']] })).verdict,
    'notApplicable',
  );
  const left = hop(`https://${HOST}/`, [], { status: 301, location: 'https://other.test/' });
  const https = chain([left], { ended: 'left-scope' });
  assert.equal(judgeWeb(referrerPolicy, { http: ABSENT, https }).verdict, 'notApplicable');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(referrerPolicy, web).verdict, verdict));
}
