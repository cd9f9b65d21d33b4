import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { robot } from './robot.ts';

test('a server of today: notApplicable', () => {
  assert.equal(judgeSurvey(robot, survey()).verdict, 'notApplicable');
  assert.equal(
    judgeSurvey(robot, survey({ behaviours: { ...survey().behaviours, robot: 'absent' } })).verdict,
    'pass',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    robot,
    survey({ behaviours: { ...survey().behaviours, robot: 'present' } }),
  );
  assert.equal(verdict, 'oracle');
  assert.equal(findings[0]?.severity, 'high');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(
    judgeSurvey(robot, survey({ behaviours: { ...survey().behaviours, robot: TIMEOUT } })).verdict,
    'open',
  );
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(robot, answer).verdict, verdict);
  });
}
