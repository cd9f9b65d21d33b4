import { type Name, nameText } from './dnssec-name.ts';

/** Why an answer is not secure. Stable words for programs; see `DnssecResult.detail` for people. */
export type InsecureReason =
  /** The parent proves that the delegation has no DS record. */
  | 'no-ds'
  /** In a span that the parent leaves unsigned on purpose (RFC 5155 section 6). */
  | 'opt-out'
  /** No DS record is of an algorithm, or of a digest type, that we validate (RFC 4035 section 5.2). */
  | 'unsupported-algorithm'
  | 'unsupported-digest'
  /** Denial of existence hashes more often than we follow (RFC 9276 section 3.2). */
  | 'nsec3-iterations';

export type BogusReason =
  | 'missing-signature'
  | 'bad-signature'
  | 'signature-expired'
  | 'signature-not-yet-valid'
  /** No key of the zone has the tag and algorithm of the signature, or no key is the one that the DS names. */
  | 'no-matching-key'
  /** The parent has a DS, the zone has no key. */
  | 'no-dnskey'
  | 'revoked-key'
  /** A key of a size or form that its algorithm does not allow. */
  | 'unsupported-key'
  /** Nothing signed says that what is missing does not exist. */
  | 'missing-denial'
  /** More signatures or keys of one tag than an honest zone has (CVE-2023-50387). */
  | 'too-many-signatures';

/** Reasons of our own; beside them, those that the caller's `query` gives. */
export type UnknownAnswer =
  | 'no-anchor'
  | 'alias-loop'
  | 'budget'
  | 'malformed'
  | 'truncated'
  | 'referral'
  | 'servfail'
  | 'refused'
  | 'failed'
  | (string & {});

/** Ends the judgement of one answer; caught in `validate`. */
export class DnssecFailure extends Error {
  override name = 'DnssecFailure';
  readonly state: 'insecure' | 'bogus' | 'unknown';
  readonly reason: string;
  /** The zone, or the cut to it, where it was decided. */
  readonly zone: Name;

  constructor(state: 'insecure' | 'bogus' | 'unknown', reason: string, zone: Name, message: string) {
    super(message);
    this.state = state;
    this.reason = reason;
    this.zone = zone;
  }
}

const INSECURE: { readonly [R in InsecureReason]: (zone: string) => string } = {
  'no-ds': (zone) => `The parent of ${zone} proves that it has no DS record.`,
  'opt-out': (zone) => `${zone} falls into a span that is left unsigned on purpose (opt-out).`,
  'unsupported-algorithm': (zone) => `No DS record of ${zone} is of an algorithm that is validated.`,
  'unsupported-digest': (zone) => `No DS record of ${zone} has a digest of a type that is validated.`,
  'nsec3-iterations': (zone) => `${zone} hashes names more often than is followed.`,
};

export function insecure(reason: InsecureReason, zone: Name): DnssecFailure {
  return new DnssecFailure('insecure', reason, zone, INSECURE[reason](nameText(zone)));
}

export function bogus(reason: BogusReason, zone: Name, what: string): DnssecFailure {
  return new DnssecFailure('bogus', reason, zone, what);
}

export function undecided(reason: UnknownAnswer, zone: Name, what: string): DnssecFailure {
  return new DnssecFailure('unknown', reason, zone, what);
}
