import type { Denial } from './dnssec-denial.ts';
import { commonAncestor, compareNames, isWithin, type Name, sameName } from './dnssec-name.ts';
import type { NsecRecord } from './dnssec-records.ts';
import { TYPE } from './dnssec-type.ts';

const NO_TYPES: ReadonlySet<number> = new Set();

/** What verified NSEC records of a zone deny (RFC 4035 section 5.4). */
export function nsecDenial(zone: Name, records: readonly NsecRecord[]): Denial {
  const usable = records.filter(({ owner, next }) => isWithin(owner, zone) && isWithin(next, zone));

  /** The record in whose gap a name lies. */
  function gapOf(name: Name): NsecRecord | undefined {
    return usable.find((nsec) => spans(nsec, name) && !isAboveCut(nsec, name));
  }

  function absence(name: Name) {
    const gap = isWithin(name, zone) ? gapOf(name) : undefined;
    if (gap === undefined || isWithin(gap.next, name)) return null;
    const before = commonAncestor(name, gap.owner);
    const after = commonAncestor(name, gap.next);
    return { closest: before.length > after.length ? before : after, optOut: false };
  }

  return {
    typesAt(name) {
      const match = usable.find(({ owner }) => sameName(owner, name));
      if (match !== undefined) return match.types;
      const gap = isWithin(name, zone) ? gapOf(name) : undefined;
      // The next name is below it, so it exists without any records (RFC 4592 section 2.2.2).
      return gap !== undefined && isWithin(gap.next, name) ? NO_TYPES : null;
    },
    absence,
    isAbsent: (name) => absence(name) !== null,
    expansion(name, labels) {
      const found = absence(name);
      return found?.closest.length === labels ? found : null;
    },
  };
}

function spans({ owner, next }: NsecRecord, name: Name): boolean {
  if (compareNames(owner, name) >= 0) return false;
  // The last record of a zone leads back to its apex.
  return compareNames(name, next) < 0 || compareNames(next, owner) <= 0;
}

/** A record at a delegation or DNAME says nothing of the names below it (RFC 6840 section 4.1). */
function isAboveCut({ owner, types }: NsecRecord, name: Name): boolean {
  if (!isWithin(name, owner)) return false;
  return types.has(TYPE.DNAME) || (types.has(TYPE.NS) && !types.has(TYPE.SOA));
}
