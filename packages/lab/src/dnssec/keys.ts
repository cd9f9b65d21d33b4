import { createHash, generateKeyPair, type JsonWebKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { WireName } from '../dns-wire.ts';
import type { DigestType, SigningAlgorithm, SigningSpec } from '../spec.ts';

/** The key of a zone, as its DNSKEY record has it (RFC 4034 section 2). */
export interface PublicZoneKey {
  flags: number;
  algorithm: number;
  rdata: Buffer;
  /** RFC 4034 appendix B. */
  tag: number;
}

export interface ZoneKey extends PublicZoneKey {
  sign(bytes: Buffer): Buffer;
}

/** One key twice, or two. */
export interface ZoneKeys {
  keySigning: ZoneKey;
  zoneSigning: ZoneKey;
  /** Fits the algorithm; nobody has its private half. */
  foreign: PublicZoneKey;
}

const KEY_SIGNING = 257;
const ZONE_SIGNING = 256;
const PROTOCOL = 3;

const ALGORITHMS: Record<
  SigningAlgorithm,
  { number: number; kind: 'rsa' | 'ec' | 'ed'; hash: string | null }
> = {
  RSASHA1: { number: 5, kind: 'rsa', hash: 'sha1' },
  'RSASHA1-NSEC3-SHA1': { number: 7, kind: 'rsa', hash: 'sha1' },
  RSASHA256: { number: 8, kind: 'rsa', hash: 'sha256' },
  RSASHA512: { number: 10, kind: 'rsa', hash: 'sha512' },
  ECDSAP256SHA256: { number: 13, kind: 'ec', hash: 'sha256' },
  ECDSAP384SHA384: { number: 14, kind: 'ec', hash: 'sha384' },
  ED25519: { number: 15, kind: 'ed', hash: null },
  ED448: { number: 16, kind: 'ed', hash: null },
};

const makeKeyPair = promisify(generateKeyPair);

export async function createZoneKeys({
  algorithm = 'ECDSAP256SHA256',
  rsaBits = 2048,
  keys = 'csk',
}: SigningSpec): Promise<ZoneKeys> {
  const create = (flags: number) => createKey(algorithm, flags, rsaBits);
  const keySigning = await create(KEY_SIGNING);
  const zoneSigning = keys === 'csk' ? keySigning : await create(ZONE_SIGNING);
  const head = keySigning.rdata.subarray(0, 4);
  const likeness = publicKeyLike(keySigning.rdata.subarray(4), ALGORITHMS[algorithm].kind);
  return { keySigning, zoneSigning, foreign: publicKeyOf(Buffer.concat([head, likeness])) };
}

async function createKey(algorithm: SigningAlgorithm, flags: number, rsaBits: number): Promise<ZoneKey> {
  const { number, kind, hash } = ALGORITHMS[algorithm];
  const { publicKey, privateKey } = await generate(algorithm, rsaBits);
  const head = Buffer.of(flags >> 8, flags & 0xff, PROTOCOL, number);
  const rdata = Buffer.concat([head, wireKey(publicKey.export({ format: 'jwk' }))]);
  const key = kind === 'ec' ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const } : privateKey;
  return { ...publicKeyOf(rdata), sign: (bytes) => sign(hash, bytes, key) };
}

function generate(
  algorithm: SigningAlgorithm,
  rsaBits: number,
): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (algorithm) {
    case 'ECDSAP256SHA256':
      return makeKeyPair('ec', { namedCurve: 'P-256' });
    case 'ECDSAP384SHA384':
      return makeKeyPair('ec', { namedCurve: 'P-384' });
    case 'ED25519':
      return makeKeyPair('ed25519');
    case 'ED448':
      return makeKeyPair('ed448');
    default:
      return makeKeyPair('rsa', { modulusLength: rsaBits });
  }
}

/** RFC 3110 section 2 (exponents of less than 256 octets), RFC 6605 section 4, RFC 8080 section 3. */
function wireKey({ kty, e, n, x, y }: JsonWebKey): Buffer {
  const parts = (kty === 'RSA' ? [e, n] : [x, y]).map((part) => Buffer.from(part ?? '', 'base64url'));
  return Buffer.concat(kty === 'RSA' ? [Buffer.of(parts[0]?.length ?? 0), ...parts] : parts);
}

/** As long, and with the exponent kept; otherwise random. */
function publicKeyLike(key: Buffer, kind: 'rsa' | 'ec' | 'ed'): Buffer {
  const kept = kind === 'rsa' ? 1 + key.readUInt8(0) : 0;
  return Buffer.concat([key.subarray(0, kept), randomBytes(key.length - kept)]);
}

function publicKeyOf(rdata: Buffer): PublicZoneKey {
  return { flags: rdata.readUInt16BE(0), algorithm: rdata.readUInt8(3), rdata, tag: keyTag(rdata) };
}

function keyTag(rdata: Buffer): number {
  let sum = 0;
  for (const [index, byte] of rdata.entries()) sum += index % 2 === 0 ? byte << 8 : byte;
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff;
}

const DIGESTS: Record<DigestType, string> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** The rdata of a DS or CDS record for the key (RFC 4034 section 5.1). */
export function digestOf(key: PublicZoneKey, zone: WireName, type: DigestType): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(key.tag, 0);
  head.writeUInt8(key.algorithm, 2);
  head.writeUInt8(type, 3);
  const digest = createHash(DIGESTS[type]).update(Buffer.from(zone, 'latin1')).update(key.rdata).digest();
  return Buffer.concat([head, digest]);
}
