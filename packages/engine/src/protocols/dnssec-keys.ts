import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Name, nameBytes } from './dnssec-name.ts';
import type { DnskeyRecord, DsRecord } from './dnssec-records.ts';

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;
const SECURE_ENTRY_POINT = 0x0001;

/** Larger exponents serve nobody but who wants our time (RFC 3110 leaves the length open). */
const MAX_EXPONENT_OCTETS = 8;
const MAX_MODULUS_BITS = 4096;

type Algorithm =
  | { kind: 'rsa'; hash: 'sha1' | 'sha256' | 'sha512'; minimumBits: number }
  | { kind: 'ecdsa'; hash: 'sha256' | 'sha384'; curve: 'P-256' | 'P-384'; octets: number }
  | { kind: 'eddsa'; curve: 'Ed25519' | 'Ed448'; octets: number };

/**
 * Algorithms that are validated (RFC 9904, IANA's column "Implement for DNSSEC Validation"); RSAMD5, DSA and GOST must
 * not be. Sizes: RFC 3110, 5702, 6605, 8080.
 */
const ALGORITHMS: Readonly<Record<number, Algorithm>> = {
  5: { kind: 'rsa', hash: 'sha1', minimumBits: 512 },
  7: { kind: 'rsa', hash: 'sha1', minimumBits: 512 },
  8: { kind: 'rsa', hash: 'sha256', minimumBits: 512 },
  10: { kind: 'rsa', hash: 'sha512', minimumBits: 1024 },
  13: { kind: 'ecdsa', hash: 'sha256', curve: 'P-256', octets: 64 },
  14: { kind: 'ecdsa', hash: 'sha384', curve: 'P-384', octets: 96 },
  15: { kind: 'eddsa', curve: 'Ed25519', octets: 32 },
  16: { kind: 'eddsa', curve: 'Ed448', octets: 57 },
};

/** Digest types of DS records that are validated; 3 (GOST) must not be. */
const DIGESTS: Readonly<Record<number, { hash: string; octets: number }>> = {
  1: { hash: 'sha1', octets: 20 },
  2: { hash: 'sha256', octets: 32 },
  4: { hash: 'sha384', octets: 48 },
};

export function isSupportedAlgorithm(algorithm: number): boolean {
  return ALGORITHMS[algorithm] !== undefined;
}

export function isSupportedDigest(digestType: number): boolean {
  return DIGESTS[digestType] !== undefined;
}

/** RFC 4034 appendix B. */
export function keyTag({ rdata, algorithm }: DnskeyRecord): number {
  // Appendix B.1: algorithm 1 has a tag of its own.
  if (algorithm === 1) return rdata.length < 7 ? 0 : rdata.readUInt16BE(rdata.length - 3);
  let sum = 0;
  for (const [index, octet] of rdata.entries()) sum += index % 2 === 0 ? octet << 8 : octet;
  return (sum + (sum >>> 16)) & 0xffff;
}

export function isZoneKey({ flags, protocol }: DnskeyRecord): boolean {
  return (flags & ZONE_KEY) !== 0 && protocol === 3;
}

export function isRevoked({ flags }: DnskeyRecord): boolean {
  return (flags & REVOKED) !== 0;
}

export function isEntryPoint({ flags }: DnskeyRecord): boolean {
  return (flags & SECURE_ENTRY_POINT) !== 0;
}

/** The same key as it was before it was revoked (RFC 5011 section 2.1). */
export function unrevoked(key: DnskeyRecord): DnskeyRecord {
  const rdata = Buffer.from(key.rdata);
  rdata.writeUInt16BE(key.flags & ~REVOKED, 0);
  return { ...key, flags: key.flags & ~REVOKED, rdata };
}

/** Does a DS record name this key (RFC 4034 section 5.1.4)? */
export function matchesDs(zone: Name, key: DnskeyRecord, ds: DsRecord): boolean {
  const digest = DIGESTS[ds.digestType];
  if (digest === undefined || ds.digest.length !== digest.octets) return false;
  if (key.algorithm !== ds.algorithm || keyTag(key) !== ds.keyTag) return false;
  return createHash(digest.hash).update(nameBytes(zone)).update(key.rdata).digest().equals(ds.digest);
}

/** Of the modulus or the curve; null when the key is of no algorithm that we read. */
export function keyBits({ algorithm, publicKey }: DnskeyRecord): number | null {
  const known = ALGORITHMS[algorithm];
  if (known === undefined) return null;
  if (known.kind === 'rsa') return rsaParts(publicKey)?.bits ?? null;
  if (known.kind === 'ecdsa') return known.octets * 4;
  return known.curve === 'Ed25519' ? 256 : 456;
}

/** A key ready to verify with, null when its form or size is none that the algorithm allows. */
export function importKey({ algorithm, publicKey }: DnskeyRecord): KeyObject | null {
  const known = ALGORITHMS[algorithm];
  if (known === undefined) return null;
  if (known.kind === 'rsa') {
    const parts = rsaParts(publicKey);
    if (parts === null || parts.bits < known.minimumBits || parts.bits > MAX_MODULUS_BITS) return null;
    return fromJwk({ kty: 'RSA', e: base64url(parts.exponent), n: base64url(parts.modulus) });
  }
  if (publicKey.length !== known.octets) return null;
  if (known.kind === 'eddsa') return fromJwk({ kty: 'OKP', crv: known.curve, x: base64url(publicKey) });
  const half = known.octets / 2;
  const [x, y] = [publicKey.subarray(0, half), publicKey.subarray(half)];
  return fromJwk({ kty: 'EC', crv: known.curve, x: base64url(x), y: base64url(y) });
}

export function verifyBytes(algorithm: number, key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  const known = ALGORITHMS[algorithm];
  if (known === undefined) return false;
  if (known.kind === 'eddsa') return verify(null, signed, key, signature);
  if (known.kind === 'rsa') return verify(known.hash, signed, key, signature);
  if (signature.length !== known.octets) return false;
  return verify(known.hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** RFC 3110 section 2. */
function rsaParts(bytes: Buffer): { exponent: Buffer; modulus: Buffer; bits: number } | null {
  const short = bytes[0] ?? 0;
  const start = short === 0 ? 3 : 1;
  if (bytes.length < start) return null;
  const length = short === 0 ? bytes.readUInt16BE(1) : short;
  const exponent = bytes.subarray(start, start + length);
  const modulus = withoutZeros(bytes.subarray(start + length));
  if (length < 1 || length > MAX_EXPONENT_OCTETS || modulus.length === 0) return null;
  return { exponent, modulus, bits: modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24 };
}

function withoutZeros(bytes: Buffer): Buffer {
  const first = bytes.findIndex((octet) => octet !== 0);
  return first < 0 ? bytes.subarray(bytes.length) : bytes.subarray(first);
}

/** OpenSSL throws for a point that is not on the curve and the like. */
function fromJwk(key: { kty: string; [field: string]: string }): KeyObject | null {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return null;
  }
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url');
}
