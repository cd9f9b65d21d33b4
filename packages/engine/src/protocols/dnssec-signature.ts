import type { KeyObject } from 'node:crypto';
import { type Budget, spend } from './dnssec-budget.ts';
import { countedLabels, type Rrset, signedBytes } from './dnssec-canonical.ts';
import { type BogusReason, bogus } from './dnssec-failure.ts';
import { importKey, isSupportedAlgorithm, keyTag, verifyBytes } from './dnssec-keys.ts';
import { isWithin, type Name, nameText, sameName } from './dnssec-name.ts';
import { type DnskeyRecord, type RrsigRecord, readRrsig } from './dnssec-records.ts';
import { TYPE, typeText } from './dnssec-type.ts';
import type { WireRecord } from './dnssec-wire.ts';

/** Two keys of one tag happen in a roll-over; a crowd of them is an attack. */
const MAX_KEYS_PER_SIGNATURE = 4;
const MAX_TRIALS = 16;

export interface ZoneKey extends DnskeyRecord {
  tag: number;
  /** Read when first needed; null when its size or form is none that its algorithm allows. */
  imported(): KeyObject | null;
}

export interface Verified {
  tag: number;
  /** Seconds since 1970. */
  expires: number;
  /** For how long the records may be held, in seconds (RFC 4035 section 5.3.3). */
  ttl: number;
  /** Labels of the name that was signed, fewer than the owner's when a wildcard was expanded. */
  labels: number;
}

export interface VerifyContext {
  zone: Name;
  keys: readonly ZoneKey[];
  /** Seconds since 1970. */
  now: number;
  budget: Budget;
}

export function zoneKey(key: DnskeyRecord): ZoneKey {
  let imported: KeyObject | null | undefined;
  return {
    ...key,
    tag: keyTag(key),
    imported() {
      if (imported === undefined) imported = importKey(key);
      return imported;
    },
  };
}

/** The signatures over a type at a name, in the section where the records stand. */
export function signaturesOver(section: readonly WireRecord[], name: Name, type: number): RrsigRecord[] {
  const signatures: RrsigRecord[] = [];
  for (const record of section) {
    if (record.type !== TYPE.RRSIG || !sameName(record.name, name)) continue;
    const signature = readRrsig(record);
    if (signature?.typeCovered === type) signatures.push(signature);
  }
  return signatures;
}

/** Verifies records with the zone's keys (RFC 4035 section 5.3). Throws a DnssecFailure when no signature holds. */
export function verifyRrset(
  rrset: Rrset,
  signatures: readonly RrsigRecord[],
  context: VerifyContext,
): Verified {
  let reason: BogusReason = 'missing-signature';
  let trials = 0;
  for (const signature of signatures) {
    const fault = faultOf(rrset, signature, context);
    if (fault !== null) {
      reason = worse(reason, fault);
      continue;
    }
    const keys = context.keys.filter(
      ({ tag, algorithm }) => tag === signature.keyTag && algorithm === signature.algorithm,
    );
    if (keys.length === 0) reason = worse(reason, 'no-matching-key');
    for (const candidate of keys.slice(0, MAX_KEYS_PER_SIGNATURE)) {
      const key = candidate.imported();
      if (key === null) {
        reason = worse(reason, 'unsupported-key');
        continue;
      }
      trials += 1;
      if (trials > MAX_TRIALS) throw failure('too-many-signatures', rrset, context);
      spend(context.budget, 'verifications', context.zone);
      if (verifyBytes(signature.algorithm, key, signedBytes(rrset, signature), signature.signature)) {
        return verified(rrset, signature, context.now);
      }
      reason = worse(reason, 'bad-signature');
    }
  }
  throw failure(reason, rrset, context);
}

/** What makes a signature unusable whatever the key (RFC 4035 section 5.3.1). */
function faultOf(rrset: Rrset, signature: RrsigRecord, { zone, now }: VerifyContext): BogusReason | null {
  if (!sameName(signature.signer, zone) || !isWithin(rrset.name, zone)) return 'no-matching-key';
  // Fewer labels than the signer's would sign a wildcard above the zone.
  if (signature.labels > countedLabels(rrset.name) || signature.labels < zone.length) return 'bad-signature';
  if (!isSupportedAlgorithm(signature.algorithm)) return 'no-matching-key';
  if (serialDifference(signature.expiration, now) < 0) return 'signature-expired';
  if (serialDifference(now, signature.inception) < 0) return 'signature-not-yet-valid';
  return null;
}

/** By how much a time is after another, modulo 2^32 (RFC 1982, RFC 4034 section 3.1.5). */
function serialDifference(one: number, other: number): number {
  return (one - other) | 0;
}

function verified(rrset: Rrset, signature: RrsigRecord, now: number): Verified {
  const remaining = serialDifference(signature.expiration, now);
  return {
    tag: signature.keyTag,
    expires: now + remaining,
    ttl: Math.min(rrset.ttl, signature.originalTtl, remaining),
    labels: signature.labels,
  };
}

/** The later, the more a reason tells. */
const TELLING: readonly BogusReason[] = [
  'missing-signature',
  'no-matching-key',
  'unsupported-key',
  'signature-not-yet-valid',
  'signature-expired',
  'bad-signature',
];

function worse(one: BogusReason, other: BogusReason): BogusReason {
  return TELLING.indexOf(other) > TELLING.indexOf(one) ? other : one;
}

function failure(reason: BogusReason, { name, type }: Rrset, { zone }: VerifyContext) {
  return bogus(reason, zone, `${nameText(name)} ${typeText(type)}: ${SENTENCES[reason] ?? reason}.`);
}

const SENTENCES: { readonly [R in BogusReason]?: string } = {
  'missing-signature': 'there is no signature',
  'no-matching-key': 'no signature is by a key of the zone',
  'unsupported-key': 'the key has a size or form that its algorithm does not allow',
  'signature-not-yet-valid': 'the signature is not valid yet',
  'signature-expired': 'the signature has expired',
  'bad-signature': 'the signature does not fit the records',
  'too-many-signatures': 'there are more signatures and keys than an honest zone has',
};
