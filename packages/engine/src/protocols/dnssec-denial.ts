import { spend } from './dnssec-budget.ts';
import { countedLabels, type Rrset, rrsetsOf } from './dnssec-canonical.ts';
import { DnssecFailure, insecure } from './dnssec-failure.ts';
import { isWithin, type Name } from './dnssec-name.ts';
import { nsecDenial } from './dnssec-nsec.ts';
import { MAX_ITERATIONS, nsec3Chain, nsec3Denial } from './dnssec-nsec3.ts';
import { readNsec, readNsec3 } from './dnssec-records.ts';
import { signaturesOver, type Verified, type VerifyContext, verifyRrset } from './dnssec-signature.ts';
import { TYPE } from './dnssec-type.ts';
import type { WireRecord } from './dnssec-wire.ts';

/** What the verified NSEC or NSEC3 records of one response say of a zone's names. */
export interface Denial {
  /** The types at a name that is proven to exist; none at an empty non-terminal. null when nothing is proven. */
  typesAt(name: Name): ReadonlySet<number> | null;
  /** The closest encloser of a name that is proven not to exist. */
  absence(name: Name): Absence | null;
  /** Nothing is at this very name, as far as its own record goes. */
  isAbsent(name: Name): boolean;
  /** The same for a name that a wildcard right below its ancestor of so many labels answered for. */
  expansion(name: Name, labels: number): Absence | null;
}

export interface Absence {
  closest: Name;
  /** The name may be that of a delegation without DS, which opt-out leaves out. */
  optOut: boolean;
}

/** How a zone denies, as seen. */
export type DenialKind =
  | { kind: 'nsec' }
  | {
      kind: 'nsec3';
      /** Above 0 against RFC 9276 section 3.1. */
      iterations: number;
      /** Hex, empty as it should be. */
      salt: string;
      optOut: boolean;
    };

export interface VerifiedDenial {
  denial: Denial;
  kind: DenialKind;
  signatures: readonly Verified[];
}

/**
 * The denial that a response's authority section carries, null when it has none. Throws a DnssecFailure when it is
 * there but no record of it can be verified.
 */
export function denialIn(authority: readonly WireRecord[], context: VerifyContext): VerifiedDenial | null {
  const { zone, budget } = context;
  const nsec = verifiedSets(authority, TYPE.NSEC, context);
  const nsec3 = verifiedSets(authority, TYPE.NSEC3, context);
  const failure = nsec.failure ?? nsec3.failure;
  if (nsec.sets.length > 0) {
    const records = nsec.sets.flatMap(({ records }) => records.flatMap((each) => readNsec(each) ?? []));
    return { denial: nsecDenial(zone, records), kind: { kind: 'nsec' }, signatures: nsec.signatures };
  }
  const chain = nsec3Chain(
    zone,
    nsec3.sets.flatMap(({ records }) => records.flatMap((each) => readNsec3(each) ?? [])),
  );
  const [first] = chain;
  if (first === undefined) {
    if (failure !== null) throw failure;
    return null;
  }
  if (first.iterations > MAX_ITERATIONS) throw insecure('nsec3-iterations', zone);
  const kind: DenialKind = {
    kind: 'nsec3',
    iterations: first.iterations,
    salt: first.salt.toString('hex'),
    optOut: chain.some(({ flags }) => (flags & 1) !== 0),
  };
  const denial = nsec3Denial(zone, chain, (rounds) => spend(budget, 'hashRounds', zone, rounds));
  return { denial, kind, signatures: nsec3.signatures };
}

function verifiedSets(authority: readonly WireRecord[], type: number, context: VerifyContext) {
  const sets: Rrset[] = [];
  const signatures: Verified[] = [];
  let failure: DnssecFailure | null = null;
  for (const set of rrsetsOf(authority, type)) {
    if (!isWithin(set.name, context.zone)) continue;
    try {
      const verified = verifyRrset(set, signaturesOver(authority, set.name, type), context);
      // A record that a wildcard made speaks of no name but the wildcard.
      if (verified.labels !== countedLabels(set.name)) continue;
      sets.push(set);
      signatures.push(verified);
    } catch (error) {
      if (!(error instanceof DnssecFailure) || error.state !== 'bogus') throw error;
      failure ??= error;
    }
  }
  return { sets, signatures, failure };
}

/** What is proven of a question without an answer; null when nothing is. */
export function deniedBy(
  denial: Denial,
  name: Name,
  type: number,
): { proven: 'nodata' | 'nxdomain'; optOut: boolean } | null {
  const types = denial.typesAt(name);
  if (types?.has(TYPE.NXNAME)) return { proven: 'nxdomain', optOut: false };
  if (types !== null) return lacks(types, name, type) ? { proven: 'nodata', optOut: false } : null;
  const absence = denial.absence(name);
  if (absence === null) return null;
  const { closest, optOut } = absence;
  const wildcard = ['*', ...closest];
  const wildcardTypes = denial.typesAt(wildcard);
  if (wildcardTypes !== null) {
    return lacks(wildcardTypes, wildcard, type) ? { proven: 'nodata', optOut } : null;
  }
  if (denial.isAbsent(wildcard)) return { proven: 'nxdomain', optOut };
  // RFC 5155 section 8.6.
  return optOut && type === TYPE.DS ? { proven: 'nodata', optOut } : null;
}

/** Does the record of a name, at the right side of a cut, show that a type is missing? */
function lacks(types: ReadonlySet<number>, name: Name, type: number): boolean {
  if (types.has(type) || types.has(TYPE.CNAME)) return false;
  if (type === TYPE.DS) return name.length === 0 || !types.has(TYPE.SOA);
  // The parent's record at a cut denies DS alone (RFC 6840 section 4.1).
  return !types.has(TYPE.NS) || types.has(TYPE.SOA);
}
