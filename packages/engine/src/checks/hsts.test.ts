import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, chain, HOST, hop, judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { hsts } from './hsts.ts';

const FIELD = 'strict-transport-security';
const field = (value: string) => page([[FIELD, value]]);

for (const [value, verdict] of [
  ['max-age=31536000; includeSubDomains', 'pass'],
  ['max-age=15552000; includeSubDomains', 'pass'],
  ['max-age=31536000; includeSubDomains; preload', 'pass'],
  ['max-age=15552000; includeSubDomains; preload', 'preload-ineligible'],
  ['max-age=63072000; preload', 'preload-ineligible'],
  ['max-age=15552000', 'no-subdomains'],
  ['max-age=15551999', 'short'],
  ['max-age=0', 'short'],
  ['max-age=31536000, max-age=31536000', 'malformed'],
  ['includeSubDomains', 'malformed'],
] as const) {
  test(`${value}: ${verdict}`, () => assert.equal(judgeWeb(hsts, field(value)).verdict, verdict));
}

test('without the field it is missing, an error page is no excuse', () => {
  assert.equal(judgeWeb(hsts, page([])).verdict, 'missing');
  assert.equal(judgeWeb(hsts, page([], '', { status: 404 })).verdict, 'missing');
});

test('a bad certificate does not hide the field', () => {
  const web = page([[FIELD, 'max-age=31536000; includeSubDomains']], '', {
    certificateError: 'CERT_HAS_EXPIRED',
  });
  assert.equal(judgeWeb(hsts, web).verdict, 'pass');
});

test('one response of the host with the field is enough', () => {
  const hops = [
    hop(`https://${HOST}/`, [], { status: 302, location: `https://${HOST}/a` }),
    hop(`https://${HOST}/a`, [[FIELD, 'max-age=31536000; includeSubDomains']]),
  ];
  assert.equal(judgeWeb(hsts, { http: ABSENT, https: chain(hops) }).verdict, 'pass');
});

test('a host that redirects elsewhere is judged by its own answer', () => {
  const left = hop(`https://${HOST}/`, [], { status: 301, location: 'https://other.test/' });
  const web = { http: ABSENT, https: chain([left], { ended: 'left-scope' }) };
  assert.equal(judgeWeb(hsts, web).verdict, 'missing');
});

test('it is open when the next answer could have had the field', () => {
  const first = hop(`https://${HOST}/`, [], { status: 302, location: `https://${HOST}/a` });
  const https = chain([first], { ended: 'no-answer', next: unknown('timeout') });
  assert.equal(judgeWeb(hsts, { http: ABSENT, https }).verdict, 'open');
});

test('it does not apply to a host without HTTPS', () => {
  assert.equal(
    judgeWeb(hsts, { http: chain([hop(`http://${HOST}/`)]), https: ABSENT }).verdict,
    'notApplicable',
  );
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(hsts, web).verdict, verdict));
}
