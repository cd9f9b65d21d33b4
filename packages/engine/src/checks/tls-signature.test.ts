import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSurvey, survey, TIMEOUT, WITHOUT_TLS, withProtocols } from '../../test/judge-survey.ts';
import { tlsSignature } from './tls-signature.ts';

const signing = (values: number[], doubt = {}) =>
  survey({ signatures: { tls12: { values, ...doubt }, tls13: null } });

test('SHA-2 passes, and where nothing is signed there is nothing to judge', () => {
  assert.equal(judgeSurvey(tlsSignature, survey()).verdict, 'pass');
  const none = survey({ signatures: { tls12: null, tls13: null } });
  assert.equal(judgeSurvey(tlsSignature, none).verdict, 'notApplicable');
});

test('SHA-1 and MD5 are told by name', () => {
  const { verdict, findings } = judgeSurvey(tlsSignature, signing([0x0401, 0x0201, 0x0101]));
  assert.equal(verdict, 'weak');
  assert.equal(findings[0]?.evidence[0]?.value, 'rsa_pkcs1_sha1, rsa_pkcs1_md5');
});

test('a list in doubt is open', () => {
  assert.equal(judgeSurvey(tlsSignature, signing([0x0401], { doubt: TIMEOUT })).verdict, 'open');
  assert.equal(judgeSurvey(tlsSignature, withProtocols({ 'TLSv1.2': TIMEOUT })).verdict, 'open');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsSignature, answer).verdict, verdict);
  });
}
