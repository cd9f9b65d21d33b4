import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { DerError, readElement, readElements, readOid, readSequence } from './der.ts';
import type { X509 } from './x509-certificate.ts';

export type SignatureState =
  | 'good'
  /** The key does not verify it. */
  | 'bad-signature'
  /** MD2, MD5 or SHA-1: others can forge them. */
  | 'weak-signature'
  | 'unsupported-signature';

const RSA_PSS = '1.2.840.113549.1.1.10';
const WEAK = [
  ...['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.3', '1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5'],
  ...['1.2.840.10045.4.1', '1.2.840.10040.4.3', '1.3.14.3.2.29'],
];
/** RSA PKCS#1, ECDSA, Ed25519 and Ed448. */
const SUPPORTED = [
  ...['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13', '1.2.840.113549.1.1.14'],
  ...['1.2.840.10045.4.3.1', '1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3', '1.2.840.10045.4.3.4'],
  ...['1.3.101.112', '1.3.101.113'],
];
const STRONG_DIGESTS = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'];

/** Does the key of `issuer` verify `certificate`, by an algorithm that still means something? */
export function signatureState(certificate: X509, issuer: X509): SignatureState {
  const strength = strengthOf(certificate);
  if (strength !== 'good') return strength;
  const key = keyOf(issuer);
  if (key === null) return 'unsupported-signature';
  return isSignedBy(certificate, key) ? 'good' : 'bad-signature';
}

function strengthOf({ signatureAlgorithm, signatureParameters }: X509): SignatureState {
  if (WEAK.includes(signatureAlgorithm)) return 'weak-signature';
  if (SUPPORTED.includes(signatureAlgorithm)) return 'good';
  if (signatureAlgorithm !== RSA_PSS) return 'unsupported-signature';
  const digest = pssDigest(signatureParameters);
  if (digest === null) return 'unsupported-signature';
  return STRONG_DIGESTS.includes(digest) ? 'good' : 'weak-signature';
}

/** RFC 4055 section 3.1: SHA-1 when it is not told. */
function pssDigest(parameters: Uint8Array | null): string | null {
  try {
    const parts = parameters === null ? [] : readSequence(readElement(parameters));
    const hash = parts.find(({ tag }) => tag === 0xa0);
    return hash === undefined ? 'sha1' : readOid(readElements(readElement(hash.content).content)[0]);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function isSignedBy(certificate: X509, key: KeyObject): boolean {
  try {
    return new X509Certificate(certificate.der).verify(key);
  } catch {
    return false;
  }
}

/** Null when OpenSSL does not know the key. */
function keyOf({ publicKey }: X509): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

export type KeyState = 'good' | 'weak-key' | 'unsupported-key';

/** Bits of security under 112: NIST SP 800-57 part 1, table 2. */
const SHORTEST_RSA = 2048;
const CURVE_BITS = /(\d{3})/;
const SHORTEST_CURVE = 224;

export function keyState(certificate: X509): KeyState {
  const key = keyOf(certificate);
  if (key === null) return 'unsupported-key';
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
      return (details?.modulusLength ?? 0) < SHORTEST_RSA ? 'weak-key' : 'good';
    case 'ec':
      return Number(CURVE_BITS.exec(details?.namedCurve ?? '')?.[1] ?? 0) < SHORTEST_CURVE
        ? 'weak-key'
        : 'good';
    case 'ed25519':
    case 'ed448':
      return 'good';
    default:
      return 'unsupported-key';
  }
}
