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

const BASE = "object-src 'none'; base-uri 'self'";

for (const [policy, verdict] of [
  [`script-src 'nonce-c2l4dGVlbiByYW5kb20gYnl0ZXM' 'unsafe-inline'; ${BASE}`, 'pass'],
  [`script-src 'self' 'unsafe-inline'; ${BASE}`, 'unsafe-inline'],
  [`script-src 'self' 'unsafe-eval'; ${BASE}`, 'unsafe-eval'],
  [`script-src *; ${BASE}`, 'wildcard-source'],
  [`script-src https:; ${BASE}`, 'scheme-source'],
  [`script-src https://cdn.jsdelivr.net; ${BASE}`, 'bypassable-host'],
  [`script-src http://cdn.acme.test; ${BASE}`, 'plain-http-source'],
  ["script-src 'self'; base-uri 'self'", 'missing-object-src'],
  ["default-src 'self'", 'missing-base-uri'],
  [`script-src 'self'; style-src 'unsafe-inline'; ${BASE}`, 'unsafe-inline-style'],
  [`script-src 'self'; ${BASE}; foo-src 'self'`, 'unknown-directive'],
  [`script-src 'self'; ${BASE}; report-uri /r`, 'deprecated-directive'],
  [`script-src 'self'; ${BASE}; base-uri 'none'`, 'duplicate-directive'],
  [`script-src 'self' img-src; ${BASE}`, 'missing-semicolon'],
  [`script-src self; ${BASE}`, 'unquoted-keyword'],
  [`script-src 'selfish'; ${BASE}`, 'unknown-keyword'],
  [`script-src 'self' 'none'; ${BASE}`, 'none-with-others'],
  [`script-src 192.0.2.7; ${BASE}`, 'ip-source'],
  [`script-src 'nonce-r4nd0m'; ${BASE}`, 'short-nonce'],
  [`script-src 'strict-dynamic'; ${BASE}`, 'strict-dynamic-without-nonce'],
  [`script-src 'self'; ${BASE}; img-src “self”`, 'not-ascii'],
  [`upgrade-insecure-requests; ${BASE}`, 'scripts-unrestricted'],
  ['', 'missing'],
] as const) {
  test(`${JSON.stringify(policy)}: ${verdict}`, () => {
    assert.equal(judgeWeb(csp, page([[FIELD, policy]])).verdict, verdict);
  });
}

test('what is wrong in several ways is told in each, once, with the places', () => {
  const { findings } = judgeWeb(csp, page([[FIELD, "script-src 'self'; base-uri self; img-src data none"]]));
  const quotes = findings.find(({ code }) => code === 'csp/unquoted-keyword');
  assert.equal(findings.filter(({ code }) => code === 'csp/unquoted-keyword').length, 1);
  assert.equal(quotes?.evidence[1]?.value, 'base-uri self; img-src none');
});

test('a second policy can make up for a loose one', () => {
  const loose = "default-src 'self' 'unsafe-inline'; base-uri 'self'";
  assert.equal(judgeWeb(csp, page([[FIELD, loose]], meta(STRICT))).verdict, 'pass');
  assert.equal(
    judgeWeb(csp, page([[FIELD, loose]], meta(loose))).verdict,
    'unsafe-inline, unsafe-inline-style',
  );
});

test('a sandbox stops scripts in the field alone: in the page browsers pass it over', () => {
  assert.equal(judgeWeb(csp, page([[FIELD, `sandbox; ${BASE}`]])).verdict, 'pass');
  assert.equal(judgeWeb(csp, page([], meta('sandbox'))).verdict, 'missing');
});

test('without a policy it is missing, and one that only reports is told as such', () => {
  const [finding] = judgeWeb(csp, page([])).findings;
  assert.equal(finding?.code, 'csp/missing');
  assert.equal(finding?.optional, true);
  assert.deepEqual(finding?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.equal(judgeWeb(csp, page([[`${FIELD}-report-only`, STRICT]])).verdict, 'report-only');
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

test('a mistake is one, whatever stands in the rest of the page', () => {
  const html = hop(`https://${HOST}/`, [
    ['content-type', 'text/html'],
    [FIELD, "script-src self 'unsafe-inline'"],
  ]);
  const https = chain([html], { body: '<!doctype html><head>', truncated: true });
  assert.equal(judgeWeb(csp, { http: ABSENT, https }).verdict, 'unquoted-keyword');
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
