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
import { poodle } from './poodle.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(poodle, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(
      poodle,
      survey({
        protocols: { ...survey().protocols, SSLv3: ACCEPTED },
        suites: { SSLv3: { suites: [0x0005], order: null } },
      }),
    ).verdict,
    'pass',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    poodle,
    survey({
      protocols: { ...survey().protocols, SSLv3: ACCEPTED },
      suites: { SSLv3: { suites: [0x002f], order: null } },
    }),
  );
  assert.equal(verdict, 'cbc');
  assert.equal(findings[0]?.severity, 'medium');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(poodle, withProtocols({ SSLv3: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(poodle, answer).verdict, verdict);
  });
}
