import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intermediateCa, judgeSurvey, leafOf, shown, survey, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { certificateWildcard } from './certificate-wildcard.ts';

const named = (...names: string[]) =>
  judgeSurvey(certificateWildcard, survey({ certificates: [shown([leafOf({ names }), intermediateCa])] }));

test('names of hosts pass', () => {
  assert.equal(judgeSurvey(certificateWildcard, survey()).verdict, 'pass');
  assert.equal(named('acme.test', 'www.acme.test').verdict, 'pass');
});

test('a wildcard is told', () => {
  const { verdict, findings } = named('acme.test', '*.acme.test');
  assert.equal(verdict, 'wildcard');
  assert.equal(findings[0]?.evidence[0]?.value, '*.acme.test');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificateWildcard, answer).verdict, verdict);
  });
}
