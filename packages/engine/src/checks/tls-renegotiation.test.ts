import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withFeatures } from '../../test/judge-survey.ts';
import { tlsRenegotiation } from './tls-renegotiation.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(tlsRenegotiation, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(tlsRenegotiation, withFeatures({ secureRenegotiation: 'notApplicable' })).verdict,
    'notApplicable',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    tlsRenegotiation,
    withFeatures({ secureRenegotiation: 'absent' }),
  );
  assert.equal(verdict, 'insecure');
  assert.equal(findings[0]?.severity, 'medium');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(tlsRenegotiation, withFeatures({ secureRenegotiation: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsRenegotiation, answer).verdict, verdict);
  });
}
