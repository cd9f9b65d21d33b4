import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { ccsInjection } from './ccs-injection.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(ccsInjection, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(
      ccsInjection,
      survey({ behaviours: { ...survey().behaviours, ccsInjection: 'notApplicable' } }),
    ).verdict,
    'notApplicable',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    ccsInjection,
    survey({ behaviours: { ...survey().behaviours, ccsInjection: 'present' } }),
  );
  assert.equal(verdict, 'vulnerable');
  assert.equal(findings[0]?.severity, 'high');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(
    judgeSurvey(ccsInjection, survey({ behaviours: { ...survey().behaviours, ccsInjection: TIMEOUT } }))
      .verdict,
    'open',
  );
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(ccsInjection, answer).verdict, verdict);
  });
}
