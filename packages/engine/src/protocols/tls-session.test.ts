import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { makeCertificate } from '../../test/make-certificate.ts';
import { parseCertificate } from './certificate.ts';
import { acceptedVersions, presentedCertificate, type TlsSession, type TlsVersions } from './tls-session.ts';

const leaf = parseCertificate(makeCertificate());
const place = { address: '192.0.2.1', port: 443 };
const sound: TlsVersions = { TLSv1: 'rejected', 'TLSv1.1': 'rejected', modern: 'accepted' };

function session(wish: Partial<TlsSession> = {}): TlsSession {
  return {
    state: 'present',
    ...place,
    protocol: 'TLSv1.3',
    cipher: '',
    alpn: null,
    pathError: null,
    leaf,
    issuers: [],
    versions: sound,
    ...wish,
  };
}
const rejected = { state: 'rejected', ...place, reason: 'not-tls', detail: '' } as const;

test('the certificate of a session is handed on with where it was seen', () => {
  assert.deepEqual(presentedCertificate(session()), { leaf, issuers: [], pathError: null, ...place });
});

test('a certificate that could not be read is unknown', () => {
  assert.deepEqual(presentedCertificate(session({ leaf: unknown('malformed') })), unknown('malformed'));
});

test('where nothing speaks TLS there is nothing to judge', () => {
  for (const observation of [rejected, { state: 'absent', reason: 'connection-refused' } as const]) {
    assert.equal(presentedCertificate(observation), null);
    assert.equal(acceptedVersions(observation), null);
  }
});

test('versions are known when all were answered, or when an old one was accepted', () => {
  assert.deepEqual(acceptedVersions(session()), { ...sound, ...place });
  const accepted: TlsVersions = { ...sound, TLSv1: 'unknown', 'TLSv1.1': 'accepted' };
  assert.deepEqual(acceptedVersions(session({ versions: accepted })), { ...accepted, ...place });
});

test('versions are unknown when the silent one could be the fault', () => {
  const versions: TlsVersions = { ...sound, TLSv1: 'unknown' };
  assert.partialDeepStrictEqual(acceptedVersions(session({ versions })), { state: 'unknown' });
});
