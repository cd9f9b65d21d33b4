import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withProtocols } from '../../test/judge-survey.ts';
import { tlsKeyExchange } from './tls-key-exchange.ts';

const group = (bits: number, known: string | null = null) => ({
  bits,
  known,
  sha256: 'ab'.repeat(32),
  isExport: false,
  isAnonymous: false,
});
const verdict = (...dh: ReturnType<typeof group>[]) => judgeSurvey(tlsKeyExchange, survey({ dh })).verdict;

test('curves alone need no group, and 2048 bits pass', () => {
  assert.equal(judgeSurvey(tlsKeyExchange, survey()).verdict, 'notApplicable');
  assert.equal(verdict(group(2048, 'ffdhe2048'), group(3072)), 'pass');
});

test('shorter primes are weak, below 1024 bits broken, and known ones worse', () => {
  assert.equal(verdict(group(1536)), 'dh-weak');
  assert.equal(verdict(group(1024, 'RFC 2409 group 2')), 'common-prime, dh-weak');
  assert.equal(verdict(group(512), group(2048)), 'dh-broken');
});

test('groups of suites without authentication are left to tls-cipher', () => {
  assert.equal(verdict({ ...group(512), isAnonymous: true }), 'notApplicable');
});

test('a version that was not answered leaves it open', () => {
  assert.equal(judgeSurvey(tlsKeyExchange, withProtocols({ TLSv1: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsKeyExchange, answer).verdict, verdict);
  });
}
