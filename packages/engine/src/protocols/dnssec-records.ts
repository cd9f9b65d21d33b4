import type { Name } from './dnssec-name.ts';
import { nameAt, type WireRecord } from './dnssec-wire.ts';

/** RFC 4034 section 2. */
export interface DnskeyRecord {
  flags: number;
  protocol: number;
  algorithm: number;
  publicKey: Buffer;
  rdata: Buffer;
}

/** RFC 4034 section 5. */
export interface DsRecord {
  keyTag: number;
  algorithm: number;
  digestType: number;
  digest: Buffer;
}

/** RFC 4034 section 3. */
export interface RrsigRecord {
  typeCovered: number;
  algorithm: number;
  labels: number;
  originalTtl: number;
  /** Seconds modulo 2^32 (RFC 1982). */
  expiration: number;
  inception: number;
  keyTag: number;
  signer: Name;
  signature: Buffer;
  /** The data before the signature, the signer in lower case: it is signed too. */
  prefix: Buffer;
}

/** RFC 4034 section 4. */
export interface NsecRecord {
  owner: Name;
  next: Name;
  types: ReadonlySet<number>;
}

/** RFC 5155 section 3. */
export interface Nsec3Record {
  owner: Name;
  hashAlgorithm: number;
  flags: number;
  iterations: number;
  salt: Buffer;
  next: Buffer;
  types: ReadonlySet<number>;
}

/** Each reader answers null when the data is too short or otherwise not of its type. */
export function readDnskey({ rdata }: WireRecord): DnskeyRecord | null {
  if (rdata.length < 5) return null;
  return {
    flags: rdata.readUInt16BE(0),
    protocol: rdata.readUInt8(2),
    algorithm: rdata.readUInt8(3),
    publicKey: rdata.subarray(4),
    rdata,
  };
}

export function readDs({ rdata }: WireRecord): DsRecord | null {
  if (rdata.length < 5) return null;
  return {
    keyTag: rdata.readUInt16BE(0),
    algorithm: rdata.readUInt8(2),
    digestType: rdata.readUInt8(3),
    digest: rdata.subarray(4),
  };
}

export function readRrsig({ rdata }: WireRecord): RrsigRecord | null {
  const signer = nameAt(rdata, 18, rdata.length);
  if (signer === null || signer.end >= rdata.length) return null;
  return {
    typeCovered: rdata.readUInt16BE(0),
    algorithm: rdata.readUInt8(2),
    labels: rdata.readUInt8(3),
    originalTtl: rdata.readUInt32BE(4),
    expiration: rdata.readUInt32BE(8),
    inception: rdata.readUInt32BE(12),
    keyTag: rdata.readUInt16BE(16),
    signer: signer.name,
    signature: rdata.subarray(signer.end),
    prefix: rdata.subarray(0, signer.end),
  };
}

export function readNsec({ name, rdata }: WireRecord): NsecRecord | null {
  const next = nameAt(rdata, 0, rdata.length);
  const types = next === null ? null : readBitmap(rdata.subarray(next.end));
  return next === null || types === null ? null : { owner: name, next: next.name, types };
}

export function readNsec3({ name, rdata }: WireRecord): Nsec3Record | null {
  const saltEnd = 5 + (rdata[4] ?? 0);
  const nextEnd = saltEnd + 1 + (rdata[saltEnd] ?? 0);
  if (rdata.length < 6 || rdata.length < nextEnd) return null;
  const types = readBitmap(rdata.subarray(nextEnd));
  if (types === null) return null;
  return {
    owner: name,
    hashAlgorithm: rdata.readUInt8(0),
    flags: rdata.readUInt8(1),
    iterations: rdata.readUInt16BE(2),
    salt: rdata.subarray(5, saltEnd),
    next: rdata.subarray(saltEnd + 1, nextEnd),
    types,
  };
}

/** Type bit maps (RFC 4034 section 4.1.2): windows in rising order, each of 1 to 32 octets. */
function readBitmap(bytes: Buffer): Set<number> | null {
  const types = new Set<number>();
  let last = -1;
  for (let at = 0; at < bytes.length; ) {
    const window = bytes[at] ?? 0;
    const length = bytes[at + 1] ?? 0;
    if (window <= last || length < 1 || length > 32 || at + 2 + length > bytes.length) return null;
    for (let bit = 0; bit < length * 8; bit += 1) {
      const octet = bytes[at + 2 + (bit >> 3)] ?? 0;
      if ((octet & (0x80 >> (bit & 7))) !== 0) types.add(window * 256 + bit);
    }
    last = window;
    at += 2 + length;
  }
  return types;
}
