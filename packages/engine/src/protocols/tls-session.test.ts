import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { makeCertificate } from '../../test/make-certificate.ts';
import { parseCertificate } from './certificate.ts';
import { presentedCertificate, type TlsSession } from './tls-session.ts';

const leaf = parseCertificate(makeCertificate());
const place = { address: '192.0.2.1', port: 443 };

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
  }
});
