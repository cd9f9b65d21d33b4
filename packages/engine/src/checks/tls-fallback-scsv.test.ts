import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withFeatures } from '../../test/judge-survey.ts';
import { tlsFallbackScsv } from './tls-fallback-scsv.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(tlsFallbackScsv, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(tlsFallbackScsv, withFeatures({ fallbackScsv: 'notApplicable' })).verdict,
    'notApplicable',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(tlsFallbackScsv, withFeatures({ fallbackScsv: 'absent' }));
  assert.equal(verdict, 'missing');
  assert.equal(findings[0]?.severity, 'info');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(tlsFallbackScsv, withFeatures({ fallbackScsv: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsFallbackScsv, answer).verdict, verdict);
  });
}
