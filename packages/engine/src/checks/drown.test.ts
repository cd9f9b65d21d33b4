import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ACCEPTED,
  judgeSurvey,
  survey,
  TIMEOUT,
  WITHOUT_TLS,
  withProtocols,
} from '../../test/judge-survey.ts';
import { drown } from './drown.ts';

const withSsl2 = (...suites: number[]) =>
  survey({
    protocols: { ...survey().protocols, SSLv2: ACCEPTED },
    suites: { SSLv2: { suites, order: 'client' } },
  });

test('a server of today passes', () => {
  assert.equal(judgeSurvey(drown, survey()).verdict, 'pass');
});

test('with suites of export strength it is certain, without it is probable', () => {
  assert.equal(judgeSurvey(drown, withSsl2(0x020080)).verdict, 'vulnerable');
  const { verdict, findings } = judgeSurvey(drown, withSsl2(0x010080));
  assert.equal(verdict, 'possible');
  assert.equal(findings[0]?.confidence, 'probable');
});

test('silence to the hello of SSL 2.0 is open', () => {
  assert.equal(judgeSurvey(drown, withProtocols({ SSLv2: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(drown, answer).verdict, verdict);
  });
}
