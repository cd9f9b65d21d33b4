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
import { mozillaProfile } from './mozilla-profile.ts';

test('a server of today keeps to intermediate, one with TLS 1.3 alone to modern', () => {
  const { verdict, detail } = judgeSurvey(mozillaProfile, survey());
  assert.equal(verdict, 'informational');
  assert.match(detail, /^intermediate, version 6.0. Unlike the next stricter: TLSv1.2 is accepted/);
  const modern = survey({
    protocols: { ...survey().protocols, 'TLSv1.2': REFUSED },
    suites: { 'TLSv1.3': { suites: [0x1301], order: null } },
  });
  assert.match(judgeSurvey(mozillaProfile, modern).detail, /^modern/);
});

test('TLS 1.0 with CBC is old, RC4 is none of them', () => {
  const old = { ...withSuites(0xc02b, 0xc009), protocols: withProtocols({ TLSv1: ACCEPTED }).protocols };
  assert.match(judgeSurvey(mozillaProfile, old).detail, /^old/);
  const { verdict, findings } = judgeSurvey(mozillaProfile, withSuites(0xc02b, 0xc007));
  assert.equal(verdict, 'none');
  assert.match(findings[0]?.evidence[0]?.value ?? '', /TLSv1.2 with TLS_ECDHE_ECDSA_WITH_RC4_128_SHA/);
});

test('a light survey cannot tell', () => {
  assert.equal(judgeSurvey(mozillaProfile, survey({ depth: 'light' })).verdict, 'notApplicable');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(mozillaProfile, answer).verdict, verdict);
  });
}
