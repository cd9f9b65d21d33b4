import type { DenialKind, VerifiedDenial } from './dnssec-denial.ts';
import { isEntryPoint, isRevoked, keyBits, keyTag } from './dnssec-keys.ts';
import { type Name, nameText } from './dnssec-name.ts';
import type { DnskeyRecord, DsRecord } from './dnssec-records.ts';
import type { Verified } from './dnssec-signature.ts';

/** A zone on the way from the anchor down, as far as it was looked at. Names: lower case, no trailing dot, root `.`. */
export interface DnssecZone {
  zone: string;
  /** Of the way to this zone's keys, and of what was asked of it. */
  state: 'secure' | 'insecure' | 'bogus' | 'unknown';
  /** At the parent, or the anchors. */
  ds: DnssecDs[];
  keys: DnssecKey[];
  /** ISO 8601: when the first of the signatures that were relied upon expires. null: none was. */
  expires: string | null;
  /** How the zone denied what was asked of it. null: nothing was denied. */
  denial: DenialKind | null;
}

export interface DnssecDs {
  keyTag: number;
  algorithm: number;
  digestType: number;
  /** Hex. */
  digest: string;
  /** Of an algorithm and digest type that are validated, and not set aside for a better digest (RFC 4509). */
  used: boolean;
  /** A key of the zone has this digest. */
  matched: boolean;
}

export interface DnssecKey {
  keyTag: number;
  algorithm: number;
  flags: number;
  /** Of the modulus or curve; null for an unknown algorithm or a malformed key. */
  bits: number | null;
  entryPoint: boolean;
  revoked: boolean;
  /** Named by a DS record or an anchor. */
  trusted: boolean;
}

/** An answer with more keys than this is told in part. */
const MAX_TOLD = 64;

export function newZoneReport(name: Name): DnssecZone {
  return { zone: nameText(name), state: 'unknown', ds: [], keys: [], expires: null, denial: null };
}

export function dsReport(ds: readonly DsRecord[], used: readonly DsRecord[]): DnssecDs[] {
  return ds.slice(0, MAX_TOLD).map((each) => ({
    keyTag: each.keyTag,
    algorithm: each.algorithm,
    digestType: each.digestType,
    digest: each.digest.toString('hex'),
    used: used.includes(each),
    matched: false,
  }));
}

export function keyReport(keys: readonly DnskeyRecord[]): DnssecKey[] {
  return keys.slice(0, MAX_TOLD).map((key) => ({
    keyTag: keyTag(key),
    algorithm: key.algorithm,
    flags: key.flags,
    bits: keyBits(key),
    entryPoint: isEntryPoint(key),
    revoked: isRevoked(key),
    trusted: false,
  }));
}

export function noteSignature(report: DnssecZone, { expires }: Verified): void {
  const at = new Date(expires * 1000).toISOString();
  if (report.expires === null || at < report.expires) report.expires = at;
}

export function noteDenial(report: DnssecZone, { kind, signatures }: VerifiedDenial): void {
  report.denial = kind;
  for (const signature of signatures) noteSignature(report, signature);
}
