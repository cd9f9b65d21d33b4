import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judgeSurvey,
  survey,
  TIMEOUT,
  WITHOUT_TLS,
  withProtocols,
  withSuites,
} from '../../test/judge-survey.ts';
import { freak } from './freak.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(freak, survey()).verdict, 'pass');
  assert.equal(judgeSurvey(freak, withSuites(0xc02b, 0x0014)).verdict, 'pass');
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(freak, withSuites(0xc02b, 0x0003));
  assert.equal(verdict, 'export');
  assert.equal(findings[0]?.severity, 'high');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(freak, withProtocols({ TLSv1: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(freak, answer).verdict, verdict);
  });
}
