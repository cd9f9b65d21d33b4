import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intermediateCa, judgeSurvey, leafOf, shown, survey, WITHOUT_TLS } from '../../test/judge-survey.ts';
import { certificatePath } from './certificate-path.ts';

const along = (...reasons: string[]) =>
  judgeSurvey(
    certificatePath,
    survey({
      certificates: [
        shown([leafOf(), intermediateCa], {
          path: { ok: false, reasons: reasons.map((reason, index) => ({ reason, index })) },
        }),
      ],
    }),
  );

test('a path that holds passes', () => {
  assert.equal(judgeSurvey(certificatePath, survey()).verdict, 'pass');
});

test('a rule that is broken is told, with the certificate that breaks it', () => {
  const { verdict, findings } = along('wrong-purpose', 'path-too-long');
  assert.equal(verdict, 'rule');
  assert.match(
    findings[0]?.evidence[0]?.value ?? '',
    /^the leaf is not for servers.*; certificate 2 has more CAs/,
  );
});

test('what has a check of its own is left to it', () => {
  assert.equal(along('expired', 'unknown-issuer').verdict, 'pass');
});

test('without roots at hand there is no path to judge', () => {
  const unjudged = survey({ certificates: [shown([leafOf()], { path: null })] });
  assert.equal(judgeSurvey(certificatePath, unjudged).verdict, 'notApplicable');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificatePath, answer).verdict, verdict);
  });
}
