import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { csp } from './csp.ts';

const FIELD = 'content-security-policy';
const STRICT = "default-src 'self'; base-uri 'self'";
const meta = (policy: string) => `<!doctype html><meta http-equiv="${FIELD}" content="${policy}"><body>`;

test('a strict policy passes, in the field or in the page', () => {
  assert.equal(judgeWeb(csp, page([[FIELD, STRICT]])).verdict, 'pass');
  assert.equal(judgeWeb(csp, page([], meta(STRICT))).verdict, 'pass');
});

for (const [policy, verdict] of [
  ["script-src 'nonce-r4nd0m' 'unsafe-inline'", 'pass'],
  ["script-src 'self' 'unsafe-inline'", 'unsafe-inline'],
  ["default-src * 'unsafe-inline'", 'unsafe-inline'],
  ['upgrade-insecure-requests', 'unsafe-inline'],
  ['', 'missing'],
] as const) {
  test(`${JSON.stringify(policy)}: ${verdict}`, () => {
    assert.equal(judgeWeb(csp, page([[FIELD, policy]])).verdict, verdict);
  });
}

test('a second policy can make up for a loose one', () => {
  const loose = "default-src 'self' 'unsafe-inline'";
  assert.equal(judgeWeb(csp, page([[FIELD, loose]], meta(STRICT))).verdict, 'pass');
  assert.equal(judgeWeb(csp, page([[FIELD, loose]], meta(loose))).verdict, 'unsafe-inline');
});

test('a sandbox stops scripts in the field alone: in the page browsers pass it over', () => {
  assert.equal(judgeWeb(csp, page([[FIELD, 'sandbox']])).verdict, 'pass');
  assert.equal(judgeWeb(csp, page([], meta('sandbox'))).verdict, 'missing');
});

test('without a policy, or with one that only reports, it is missing', () => {
  const [finding] = judgeWeb(csp, page([[`${FIELD}-report-only`, STRICT]])).findings;
  assert.equal(finding?.code, 'csp/missing');
  assert.equal(finding?.optional, true);
  assert.deepEqual(finding?.affects, ['Service:192.0.2.1:443/tcp']);
});

test('a page over plain HTTP is judged when nothing answers HTTPS', () => {
  const plain = hop(`http://${HOST}/`, [['content-type', 'text/html']]);
  assert.equal(judgeWeb(csp, { http: chain([plain]), https: ABSENT }).verdict, 'missing');
});

test('it is open when the head of the page was not read to its end', () => {
  const html = hop(`https://${HOST}/`, [['content-type', 'text/html']]);
  const https = chain([html], { body: '<!doctype html><head>', truncated: true });
  assert.equal(judgeWeb(csp, { http: ABSENT, https }).verdict, 'open');
});

test('it does not apply to an error page, to what is no HTML, or to a redirect elsewhere', () => {
  assert.equal(judgeWeb(csp, page([], '', { status: 503 })).verdict, 'notApplicable');
  assert.equal(
    judgeWeb(csp, page([], '', { headers: [['content-type', 'text/plain']] })).verdict,
    'notApplicable',
  );
  const left = hop(`https://${HOST}/`, [], { status: 301, location: 'https://other.test/' });
  const https = chain([left], { ended: 'left-scope' });
  assert.equal(judgeWeb(csp, { http: ABSENT, https }).verdict, 'notApplicable');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(csp, web).verdict, verdict));
}
