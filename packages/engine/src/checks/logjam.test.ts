import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withProtocols } from '../../test/judge-survey.ts';
import { logjam } from './logjam.ts';

test('a server of today: pass', () => {
  assert.equal(judgeSurvey(logjam, survey()).verdict, 'pass');
  assert.equal(
    judgeSurvey(
      logjam,
      survey({
        dh: [
          { bits: 2048, known: 'ffdhe2048', sha256: 'ab'.repeat(32), isExport: false, isAnonymous: false },
        ],
      }),
    ).verdict,
    'pass',
  );
});

test('the weakness is a finding of the service, with what was seen', () => {
  const { verdict, findings } = judgeSurvey(
    logjam,
    survey({
      dh: [
        {
          bits: 1024,
          known: 'RFC 2409 group 2',
          sha256: 'ab'.repeat(32),
          isExport: false,
          isAnonymous: false,
        },
      ],
    }),
  );
  assert.equal(verdict, 'weak-group');
  assert.equal(findings[0]?.severity, 'medium');
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
  assert.notEqual(findings[0]?.evidence.find(({ label }) => label === 'seen')?.value, '');
});

test('what was not answered is open', () => {
  assert.equal(judgeSurvey(logjam, withProtocols({ TLSv1: TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(logjam, answer).verdict, verdict);
  });
}
