import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withFeatures } from '../../test/judge-survey.ts';
import { tlsCompression } from './tls-compression.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(tlsCompression, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(tlsCompression, withFeatures({ compression: 'notApplicable' })).verdict,
    'notApplicable',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(tlsCompression, withFeatures({ compression: 'present' }));
  assert.equal(verdict, 'deflate');
  assert.equal(findings[0]?.severity, 'medium');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(tlsCompression, withFeatures({ compression: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsCompression, answer).verdict, verdict);
  });
}
