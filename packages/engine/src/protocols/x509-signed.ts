import { constants, createPublicKey, type SigningOptions, verify } from 'node:crypto';
import { type DerElement, readBits, readOid, readSequence } from './der.ts';

/** Digests by signature algorithm; null for those that bring their own. */
const DIGESTS: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
  '1.3.101.113': null,
};
const RSA_PSS = '1.2.840.113549.1.1.10';
const PSS: SigningOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_AUTO,
};

/**
 * Does the key verify what an authority signed that is no certificate: a list of the revoked, an answer of OCSP? MD5 and
 * SHA-1 verify nothing. Throws a DerError when algorithm or signature cannot be read.
 *
 * @param publicKey SubjectPublicKeyInfo
 */
export function isSignedWith(
  publicKey: Uint8Array,
  signed: Uint8Array,
  algorithm: DerElement | undefined,
  signature: DerElement | undefined,
): boolean {
  const id = readOid(readSequence(algorithm)[0]);
  const { bytes } = readBits(signature);
  const digests = id === RSA_PSS ? ['sha256', 'sha384', 'sha512'] : [DIGESTS[id]];
  return digests.some((digest) => {
    if (digest === undefined) return false;
    return isValid(digest, signed, publicKey, bytes, id === RSA_PSS ? PSS : {});
  });
}

/** False too when OpenSSL does not know the key, or it is of another kind. */
export function isValid(
  digest: string | null,
  signed: Uint8Array,
  publicKey: Uint8Array,
  signature: Uint8Array,
  options: SigningOptions = {},
): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return verify(digest, signed, { key, ...options }, signature);
  } catch {
    return false;
  }
}
