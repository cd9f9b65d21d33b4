import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ACCEPTED,
  judgeSurvey,
  REFUSED,
  survey,
  WITHOUT_TLS,
  withProtocols,
  withSuites,
} from '../../test/judge-survey.ts';
import { tlsRating } from './tls-rating.ts';

test('a server of today: the grade and its parts', () => {
  const { verdict, detail } = judgeSurvey(tlsRating, survey());
  assert.equal(verdict, 'informational');
  assert.match(detail, /^A, 93 \(protocols 100, key exchange 90, ciphers 90\), guide 2009r/);
});

test('what takes a letter or two is told with its reason', () => {
  assert.match(judgeSurvey(tlsRating, withProtocols({ 'TLSv1.3': REFUSED })).detail, /^A-,.*A-: TLS 1.3/);
  assert.match(judgeSurvey(tlsRating, withProtocols({ TLSv1: ACCEPTED })).detail, /^B,.*B: TLS 1.0/);
});

test('C and worse is a finding, with the change for each reason', () => {
  const { verdict, findings } = judgeSurvey(tlsRating, withSuites(0xc02b, 0x000a));
  assert.equal(verdict, 'poor');
  assert.equal(findings[0]?.severity, 'info');
  assert.match(findings[0]?.evidence.at(-1)?.value ?? '', /ssl_ciphers/);
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsRating, answer).verdict, verdict);
  });
}
