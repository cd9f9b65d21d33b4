import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, certificate, judgeTls, session } from '../../test/judge-host.ts';
import type { TlsSession } from '../protocols/tls-session.ts';
import { certificateTrust } from './certificate-trust.ts';

const verdict = (wish: Partial<TlsSession>) => judgeTls(certificateTrust, session(wish)).verdict;

test('a certificate that leads to a known root passes', () => {
  assert.equal(verdict({}), 'pass');
});

for (const [pathError, sent, expected] of [
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 2, 'unknown-issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 2, 'unknown-issuer'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 2, 'unknown-issuer'],
  ['CERT_SIGNATURE_FAILURE', 2, 'unknown-issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1, 'incomplete-chain'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 1, 'incomplete-chain'],
  ['CERT_HAS_EXPIRED', 2, 'incomplete-chain'],
  ['CERT_NOT_YET_VALID', 2, 'incomplete-chain'],
  ['PATH_LENGTH_EXCEEDED', 2, 'review'],
] as const) {
  test(`${pathError} with ${sent} certificates sent: ${expected}`, () => {
    const issuers = session().issuers.slice(0, sent - 1);
    assert.equal(verdict({ pathError, issuers }), expected);
  });
}

test('an expired or future leaf is left to certificate-expiry', () => {
  const expired = certificate({ notAfter: '2026-02-20T00:00:00.000Z' });
  assert.equal(verdict({ leaf: expired, pathError: 'CERT_HAS_EXPIRED' }), 'notApplicable');
  const future = certificate({ notBefore: '2026-04-01T00:00:00.000Z' });
  assert.equal(verdict({ leaf: future, pathError: 'CERT_NOT_YET_VALID' }), 'notApplicable');
});

test('a self-signed leaf is left to certificate-self-signed', () => {
  const leaf = certificate({ selfIssued: true, selfSigned: true });
  assert.equal(verdict({ leaf, issuers: [], pathError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'notApplicable');
});

test('it is open when nothing answers, and does not apply without TLS', () => {
  assert.equal(judgeTls(certificateTrust, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(certificateTrust, ABSENT).verdict, 'notApplicable');
});
