import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { createAuthority } from './certificates.ts';
import { seededKey, tlsaOf } from './seeded-key.ts';

test('a text has one key, another text another', () => {
  const pem = (seed: string) => seededKey(seed).publicKey.export({ type: 'spki', format: 'pem' });
  assert.equal(pem('a'), pem('a'));
  assert.notEqual(pem('a'), pem('b'));
});

test('a certificate of that key is the one that the TLSA record names', async () => {
  const authority = await createAuthority();
  const { cert } = await authority.issue({ names: ['mx.acme.test'], keySeed: 'mx.acme.test' });
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  assert.equal(tlsaOf('mx.acme.test'), `3 1 1 ${createHash('sha256').update(key).digest('hex')}`);
});
