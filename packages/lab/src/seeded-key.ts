import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** The P-256 key of a text: always the same one, so that records of the DNS can name it before a server has it. */
export function seededKey(seed: string): { publicKey: KeyObject; privateKey: KeyObject } {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(createHash('sha256').update(seed).digest());
  const point = ecdh.getPublicKey();
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: ecdh.getPrivateKey().toString('base64url'),
      x: coordinate(1),
      y: coordinate(33),
    },
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** TLSA data that name the key (RFC 7671 section 5.1): `3 1 1` and the SHA-256 of the SubjectPublicKeyInfo. */
export function tlsaOf(seed: string): string {
  const key = seededKey(seed).publicKey.export({ type: 'spki', format: 'der' });
  return `3 1 1 ${createHash('sha256').update(key).digest('hex')}`;
}
