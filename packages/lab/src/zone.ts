import {
  isAtOrBelow,
  lower,
  parentOf,
  RCODE,
  TYPE,
  targetOf,
  toText,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import type { Absence } from './dnssec/proofs.ts';
import {
  apexKeyRecords,
  type Signing,
  type SigningPlan,
  signingOf,
  wildcardAbove,
} from './dnssec/signing.ts';
import { originOf, parseRecord } from './zone-file.ts';

/** A zone ready to be asked. Empty non-terminals are nodes without records (RFC 4592 section 2.2.2). */
export interface Zone {
  origin: WireName;
  soa: WireRecord;
  nodes: ReadonlyMap<WireName, ReadonlyMap<number, readonly WireRecord[]>>;
  /** Null when it is not signed. */
  signing: Signing | null;
}

export interface ZoneAnswer {
  rcode: number;
  /** The AA bit; a referral has none. */
  authoritative: boolean;
  answers: readonly WireRecord[];
  authorities: readonly WireRecord[];
  additionals: readonly WireRecord[];
  /** What a signed zone has to prove. */
  absences: readonly Absence[];
  /** Where a referral leads. */
  cut: WireName | null;
}

const LONGEST_CHAIN = 16;

export function loadZone(name: string, lines: readonly string[], plan?: SigningPlan): Zone {
  const origin = lower(originOf(name));
  const nodes = new Map<WireName, Map<number, WireRecord[]>>();
  const records = lines.map((line) => parseRecord(line, origin));
  for (const record of [...records, ...(plan ? apexKeyRecords(origin, plan) : [])]) {
    const owner = lower(record.name);
    if (!isAtOrBelow(owner, origin)) throw new RangeError(`outside of ${name}: ${toText(owner)}`);
    for (let node = owner; node.length >= origin.length; node = parentOf(node)) {
      if (!nodes.has(node)) nodes.set(node, new Map());
      if (node === '\0') break;
    }
    const sets = nodes.get(owner);
    const set = sets?.get(record.type);
    if (set) set.push(record);
    else sets?.set(record.type, [record]);
  }
  const soa = nodes.get(origin)?.get(TYPE.SOA)?.[0];
  if (!soa) throw new RangeError(`${name} has no SOA record`);
  return { origin, soa, nodes, signing: plan ? signingOf({ origin, soa, nodes }, plan) : null };
}

/** RFC 1034 section 4.3.2, with wildcards as RFC 4592 has them. */
export function lookUp(zone: Zone, name: WireName, type: number): ZoneAnswer {
  const answers: WireRecord[] = [];
  const absences: Absence[] = [];
  let owner = name;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const key = lower(owner);
    const cut = delegation(zone, key, type);
    if (cut) return { ...referral(zone, cut), authoritative: answers.length > 0, answers, absences };
    const own = zone.nodes.get(key);
    const sets = own ?? zone.nodes.get(wildcardAbove(zone, key));
    if (!sets) return negative(zone, RCODE.NXDOMAIN, answers, [...absences, { kind: 'nxdomain', name: key }]);
    const found = recordsIn(zone, key, sets, type);
    if (!own) absences.push({ kind: 'wildcard', name: key });
    if (found.length > 0) {
      answers.push(...found.map((record) => ({ ...record, name: owner })));
      return { ...positive, answers, absences, additionals: addressesFor(zone, found) };
    }
    const alias = sets.get(TYPE.CNAME)?.[0];
    const target = alias && targetOf(alias);
    if (!alias || !target) {
      const kind = own ? 'nodata' : 'wildcard-nodata';
      return negative(zone, RCODE.NOERROR, answers, [...absences, { kind, name: key }]);
    }
    answers.push({ ...alias, name: owner });
    const seen = answers.some((record) => lower(record.name) === lower(target));
    if (seen || !isAtOrBelow(lower(target), zone.origin)) return { ...positive, answers, absences };
    owner = target;
  }
  return { ...positive, answers, absences };
}

function recordsIn(
  { signing }: Zone,
  owner: WireName,
  sets: ReadonlyMap<number, readonly WireRecord[]>,
  type: number,
): readonly WireRecord[] {
  if (type === TYPE.ANY) return [...sets.values()].flat();
  if (signing && type === TYPE.RRSIG)
    return [...sets.values()].flatMap((set) => signing.signer.sign(owner, set));
  if (signing && type === TYPE.NSEC) return [signing.chain().matching(owner)].filter(isNsec);
  return sets.get(type) ?? [];
}

function isNsec(record: WireRecord | undefined): record is WireRecord {
  return record?.type === TYPE.NSEC;
}

const positive = {
  rcode: RCODE.NOERROR,
  authoritative: true,
  answers: [],
  authorities: [],
  additionals: [],
  absences: [],
  cut: null,
};

function negative(
  zone: Zone,
  rcode: number,
  answers: readonly WireRecord[],
  absences: readonly Absence[],
): ZoneAnswer {
  return { ...positive, rcode, answers, absences, authorities: [zone.soa] };
}

/** The NS records of the topmost cut at or above the name and below the apex. DS belongs to the parent (RFC 4035). */
function delegation(zone: Zone, name: WireName, type: number): readonly WireRecord[] | null {
  let cut: readonly WireRecord[] | null = null;
  for (let node = name; node.length > zone.origin.length; node = parentOf(node)) {
    const servers = zone.nodes.get(node)?.get(TYPE.NS);
    if (servers && !(type === TYPE.DS && node === name)) cut = servers;
  }
  return cut;
}

function referral(zone: Zone, servers: readonly WireRecord[]): ZoneAnswer {
  const cut = lower(servers[0]?.name ?? zone.origin);
  return { ...positive, cut, authorities: servers, additionals: addressesFor(zone, servers) };
}

/** Address records that the zone holds, as glue or as its own, for the names that the records lead to. */
function addressesFor(zone: Zone, records: readonly WireRecord[]): WireRecord[] {
  const addresses: WireRecord[] = [];
  for (const record of records) {
    const target = record.type === TYPE.CNAME ? null : targetOf(record);
    const sets = target && zone.nodes.get(lower(target));
    if (sets) addresses.push(...(sets.get(TYPE.A) ?? []), ...(sets.get(TYPE.AAAA) ?? []));
  }
  return addresses;
}
