/** A column "Use for DNSSEC Signing" or "Use for DNSSEC Delegation" of IANA's registries (RFC 9904 section 2). */
export type AlgorithmUse = 'recommended' | 'allowed' | 'not-recommended' | 'forbidden';

interface Entry {
  name: string;
  use: AlgorithmUse;
}

/** IANA, DNS Security Algorithm Numbers, as RFC 9905 and RFC 9906 left them. */
const ALGORITHMS: Readonly<Record<number, Entry>> = {
  1: { name: 'RSA/MD5', use: 'forbidden' },
  3: { name: 'DSA/SHA-1', use: 'forbidden' },
  5: { name: 'RSA/SHA-1', use: 'forbidden' },
  6: { name: 'DSA-NSEC3-SHA1', use: 'forbidden' },
  7: { name: 'RSASHA1-NSEC3-SHA1', use: 'forbidden' },
  8: { name: 'RSA/SHA-256', use: 'recommended' },
  10: { name: 'RSA/SHA-512', use: 'not-recommended' },
  12: { name: 'GOST R 34.10-2001', use: 'forbidden' },
  13: { name: 'ECDSA P-256 with SHA-256', use: 'recommended' },
  14: { name: 'ECDSA P-384 with SHA-384', use: 'allowed' },
  15: { name: 'Ed25519', use: 'recommended' },
  16: { name: 'Ed448', use: 'allowed' },
  17: { name: 'SM2 with SM3', use: 'allowed' },
  23: { name: 'GOST R 34.10-2012', use: 'allowed' },
};

/** IANA, Digest Algorithms of DS records. */
const DIGESTS: Readonly<Record<number, Entry>> = {
  1: { name: 'SHA-1', use: 'forbidden' },
  2: { name: 'SHA-256', use: 'recommended' },
  3: { name: 'GOST R 34.11-94', use: 'forbidden' },
  4: { name: 'SHA-384', use: 'recommended' },
  5: { name: 'GOST R 34.11-2012', use: 'allowed' },
  6: { name: 'SM3', use: 'allowed' },
};

const RSA = [1, 5, 7, 8, 10];

export function algorithmName(algorithm: number): string {
  return ALGORITHMS[algorithm]?.name ?? `algorithm ${algorithm}`;
}

/** null for a number that the registry does not know: nothing is said of it. */
export function algorithmUse(algorithm: number): AlgorithmUse | null {
  return ALGORITHMS[algorithm]?.use ?? null;
}

export function isRsa(algorithm: number): boolean {
  return RSA.includes(algorithm);
}

export function digestName(digestType: number): string {
  return DIGESTS[digestType]?.name ?? `digest type ${digestType}`;
}

export function digestUse(digestType: number): AlgorithmUse | null {
  return DIGESTS[digestType]?.use ?? null;
}
