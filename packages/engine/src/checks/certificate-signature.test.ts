import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  intermediateCa,
  judgeSurvey,
  leafOf,
  rootCa,
  shown,
  survey,
  WITHOUT_TLS,
} from '../../test/judge-survey.ts';
import { ecKey, makeCertificate } from '../../test/make-certificate.ts';
import { certificateSignature } from './certificate-signature.ts';

const chain = (...certificates: string[]) =>
  judgeSurvey(certificateSignature, survey({ certificates: [shown(certificates)] }));

test('SHA-256 all the way passes', () => {
  assert.equal(judgeSurvey(certificateSignature, survey()).verdict, 'pass');
  assert.equal(chain(leafOf({ algorithm: 'sha384' }), intermediateCa).verdict, 'pass');
});

test('SHA-1 is weak, in the leaf and in an intermediate', () => {
  const { verdict, findings } = chain(leafOf({ algorithm: 'sha1' }), intermediateCa);
  assert.equal(verdict, 'weak');
  assert.match(findings[0]?.evidence[0]?.value ?? '', /SHA1/);
  const key = ecKey();
  const issuer = makeCertificate({
    commonName: 'CA',
    ca: true,
    issuer: { commonName: 'R', key },
    algorithm: 'sha1',
  });
  assert.equal(chain(leafOf(), issuer).verdict, 'weak');
});

test('what a root signs itself with is no matter', () => {
  const old = makeCertificate({ commonName: 'Old Root', ca: true, algorithm: 'sha1' });
  assert.equal(chain(leafOf(), old).verdict, 'pass');
  assert.equal(chain(leafOf(), rootCa).verdict, 'pass');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificateSignature, answer).verdict, verdict);
  });
}
