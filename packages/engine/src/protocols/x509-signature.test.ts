import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { ecKey, ed25519Key, type KeyPair, rsaKey } from '../../test/make-certificate.ts';
import { ca, leaf, makeLeaf, root } from '../../test/path-cases.ts';
import { parseX509, type X509 } from './x509-certificate.ts';
import { keyState, signatureState } from './x509-signature.ts';

function read(base64: string): X509 {
  const certificate = parseX509(Buffer.from(base64, 'base64'));
  assert.ok(certificate !== null);
  return certificate;
}

for (const [title, key, state] of [
  ['RSA of 2048 bits', rsaKey(2048), 'good'],
  ['RSA of 1024 bits', rsaKey(1024), 'weak-key'],
  ['RSA for PSS alone', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), 'good'],
  ['P-384', ecKey('P-384'), 'good'],
  ['P-224', ecKey('P-224'), 'good'],
  ['a curve of 160 bits', ecKey('secp160r1'), 'weak-key'],
  ['Ed25519', ed25519Key(), 'good'],
  ['Ed448', generateKeyPairSync('ed448'), 'good'],
  // The types have lost this kind of key; Node still makes it.
  ['DSA', generateKeyPairSync('dsa' as 'rsa', { modulusLength: 1024 }), 'unsupported-key'],
] as [string, KeyPair, string][]) {
  test(`${title}: ${state}`, () => assert.equal(keyState(read(makeLeaf({ key }))), state));
}

test('a signature holds under the key that made it alone', () => {
  assert.equal(signatureState(read(leaf), read(ca)), 'good');
  assert.equal(signatureState(read(leaf), read(root)), 'bad-signature');
});

test('what is not known is not taken for bad', () => {
  const certificate = read(leaf);
  const unknown = { ...certificate, signatureAlgorithm: '1.2.3' };
  assert.equal(signatureState(unknown, read(ca)), 'unsupported-signature');
  const broken = {
    ...certificate,
    signatureAlgorithm: '1.2.840.113549.1.1.10',
    signatureParameters: Buffer.from([1]),
  };
  assert.equal(signatureState(broken, read(ca)), 'unsupported-signature');
  assert.equal(
    signatureState(certificate, { ...read(ca), publicKey: Buffer.from([0x30, 0]) }),
    'unsupported-signature',
  );
  assert.equal(keyState({ ...certificate, publicKey: Buffer.from([0x30, 0]) }), 'unsupported-key');
});
