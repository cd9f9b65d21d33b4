import { ancestorOf, type Name, nameBytes, nameKey, sameName } from './dnssec-name.ts';
import type { RrsigRecord } from './dnssec-records.ts';
import type { WireRecord } from './dnssec-wire.ts';

/** Records of one name and type, duplicates left out; never empty. */
export interface Rrset {
  name: Name;
  type: number;
  ttl: number;
  records: readonly WireRecord[];
}

/** The records of a name and type in a section, null when there is none. */
export function rrsetOf(section: readonly WireRecord[], name: Name, type: number): Rrset | null {
  return rrsetsOf(section, type).find((each) => sameName(each.name, name)) ?? null;
}

/** Every RRset of a type in a section. */
export function rrsetsOf(section: readonly WireRecord[], type: number): Rrset[] {
  const sets = new Map<string, WireRecord[]>();
  for (const record of section) {
    if (record.type !== type) continue;
    const key = nameKey(record.name);
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [record]);
    else set.push(record);
  }
  return [...sets.values()].map((records) => ({
    name: records[0]?.name ?? [],
    type,
    ttl: Math.min(...records.map(({ ttl }) => ttl)),
    records: sorted(records),
  }));
}

/** In canonical order, one of each (RFC 4034 section 6.3). */
function sorted(records: readonly WireRecord[]): WireRecord[] {
  const ordered = records.toSorted((one, other) => Buffer.compare(one.rdata, other.rdata));
  return ordered.filter((record, index) => {
    const before = ordered[index - 1];
    return before === undefined || !before.rdata.equals(record.rdata);
  });
}

/** Labels of an owner as an RRSIG counts them: neither the root nor a leading asterisk (RFC 4034 section 3.1.3). */
export function countedLabels(owner: Name): number {
  return owner[0] === '*' ? owner.length - 1 : owner.length;
}

/** What was signed (RFC 4034 section 3.1.8.1); an answer from a wildcard goes back to the wildcard's name. */
export function signedBytes(rrset: Rrset, rrsig: RrsigRecord): Buffer {
  const expanded = rrsig.labels < countedLabels(rrset.name);
  const owner = nameBytes(expanded ? ['*', ...ancestorOf(rrset.name, rrsig.labels)] : rrset.name);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(rrset.type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(rrsig.originalTtl, 4);
  const parts: Buffer[] = [rrsig.prefix];
  for (const { rdata } of rrset.records) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(rdata.length);
    parts.push(owner, head, length, rdata);
  }
  return Buffer.concat(parts);
}
