import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { heartbleed } from './heartbleed.ts';

test('a server of today: notApplicable', () => {
  assert.equal(judgeSurvey(heartbleed, survey()).verdict, 'notApplicable');
  assert.equal(
    judgeSurvey(heartbleed, survey({ behaviours: { ...survey().behaviours, heartbleed: 'absent' } })).verdict,
    'pass',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    heartbleed,
    survey({ behaviours: { ...survey().behaviours, heartbleed: 'present' } }),
  );
  assert.equal(verdict, 'vulnerable');
  assert.equal(findings[0]?.severity, 'critical');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(
    judgeSurvey(heartbleed, survey({ behaviours: { ...survey().behaviours, heartbleed: TIMEOUT } })).verdict,
    'open',
  );
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(heartbleed, answer).verdict, verdict);
  });
}
