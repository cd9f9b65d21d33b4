import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, certificate, judgeTls, session } from '../../test/judge-host.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';

const own = certificate({ selfIssued: true, selfSigned: true, issuer: 'CN=www.acme.test' });

test('a certificate of an authority passes', () => {
  assert.equal(judgeTls(certificateSelfSigned, session()).verdict, 'pass');
});

test('a self-signed certificate that is a known root passes', () => {
  assert.equal(judgeTls(certificateSelfSigned, session({ leaf: own, issuers: [] })).verdict, 'pass');
});

for (const pathError of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED']) {
  test(`a self-signed certificate with ${pathError} fails`, () => {
    const { verdict, findings } = judgeTls(
      certificateSelfSigned,
      session({ leaf: own, issuers: [], pathError }),
    );
    assert.equal(verdict, 'self-signed');
    assert.equal(findings[0]?.severity, 'high');
  });
}

test('one that merely names itself as issuer is no matter of this check', () => {
  const leaf = certificate({ selfIssued: true });
  const pathError = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
  assert.equal(judgeTls(certificateSelfSigned, session({ leaf, pathError })).verdict, 'pass');
});

test('it is open when nothing answers, and does not apply without TLS', () => {
  assert.equal(judgeTls(certificateSelfSigned, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(certificateSelfSigned, ABSENT).verdict, 'notApplicable');
});
