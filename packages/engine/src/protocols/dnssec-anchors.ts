import { isWithin, type Name, nameKey, parseName } from './dnssec-name.ts';
import { type DnskeyRecord, type DsRecord, readDnskey } from './dnssec-records.ts';
import { TYPE } from './dnssec-type.ts';

/** A zone's key that is trusted from the start, as the digest of a DS record (RFC 4034 section 5). */
export interface DsAnchor {
  /** `.` for the root. */
  name: string;
  keyTag: number;
  algorithm: number;
  digestType: number;
  /** Hex, or the octets. */
  digest: string | Uint8Array;
}

/** The same as a DNSKEY record (RFC 4034 section 2). */
export interface DnskeyAnchor {
  name: string;
  flags: number;
  /** 3. */
  protocol?: number;
  algorithm: number;
  /** Base64, or the octets. */
  publicKey: string | Uint8Array;
}

export type TrustAnchor = DsAnchor | DnskeyAnchor;

/** The root's, as IANA publishes them (RFC 9718): KSK-2017 and KSK-2024. */
export const ROOT_ANCHORS: readonly DsAnchor[] = [
  {
    name: '.',
    keyTag: 20326,
    algorithm: 8,
    digestType: 2,
    digest: 'e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d',
  },
  {
    name: '.',
    keyTag: 38696,
    algorithm: 8,
    digestType: 2,
    digest: '683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16',
  },
];

/** What a zone is entered with. */
export interface Trust {
  name: Name;
  ds: readonly DsRecord[];
  keys: readonly DnskeyRecord[];
}

/** By zone. Throws a TypeError for an anchor that cannot be one. */
export function readAnchors(anchors: readonly TrustAnchor[]): readonly Trust[] {
  const zones = new Map<string, { name: Name; ds: DsRecord[]; keys: DnskeyRecord[] }>();
  for (const anchor of anchors) {
    const name = parseName(anchor.name);
    if (name === null) throw new TypeError('the name of a trust anchor is no domain name');
    const key = nameKey(name);
    const zone = zones.get(key) ?? { name, ds: [], keys: [] };
    zones.set(key, zone);
    if ('digest' in anchor) {
      const { keyTag, algorithm, digestType } = anchor;
      zone.ds.push({ keyTag, algorithm, digestType, digest: octets(anchor.digest, 'hex') });
    } else zone.keys.push(keyOf(name, anchor));
  }
  return [...zones.values()];
}

/** The anchor to start from: that of the closest zone at or above a name. */
export function anchorFor(anchors: readonly Trust[], name: Name): Trust | null {
  const above = anchors.filter((anchor) => isWithin(name, anchor.name));
  return above.toSorted((one, other) => other.name.length - one.name.length)[0] ?? null;
}

function keyOf(name: Name, { flags, protocol = 3, algorithm, publicKey }: DnskeyAnchor): DnskeyRecord {
  const head = Buffer.from([flags >> 8, flags & 0xff, protocol, algorithm]);
  const rdata = Buffer.concat([head, octets(publicKey, 'base64')]);
  const key = readDnskey({ name, type: TYPE.DNSKEY, ttl: 0, rdata });
  if (key === null) throw new TypeError('a trust anchor has no key');
  return key;
}

function octets(value: string | Uint8Array, encoding: 'hex' | 'base64'): Buffer {
  const bytes =
    typeof value === 'string' ? Buffer.from(value.replace(/\s+/g, ''), encoding) : Buffer.from(value);
  if (bytes.length === 0) throw new TypeError('a trust anchor has no digest or key');
  return bytes;
}
