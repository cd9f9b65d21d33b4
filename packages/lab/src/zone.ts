import {
  isAtOrBelow,
  lower,
  parentOf,
  RCODE,
  TYPE,
  targetOf,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import { originOf, parseRecord } from './zone-file.ts';

/** A zone ready to be asked. Empty non-terminals are nodes without records (RFC 4592 section 2.2.2). */
export interface Zone {
  origin: WireName;
  soa: WireRecord;
  nodes: ReadonlyMap<WireName, ReadonlyMap<number, readonly WireRecord[]>>;
}

export interface ZoneAnswer {
  rcode: number;
  /** The AA bit; a referral has none. */
  authoritative: boolean;
  answers: readonly WireRecord[];
  authorities: readonly WireRecord[];
  additionals: readonly WireRecord[];
}

const LONGEST_CHAIN = 16;

export function loadZone(name: string, lines: readonly string[]): Zone {
  const origin = lower(originOf(name));
  const nodes = new Map<WireName, Map<number, WireRecord[]>>();
  for (const line of lines) {
    const record = parseRecord(line, origin);
    const owner = lower(record.name);
    if (!isAtOrBelow(owner, origin)) throw new RangeError(`outside of ${name}: ${line}`);
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
  return { origin, soa, nodes };
}

/** RFC 1034 section 4.3.2, with wildcards as RFC 4592 has them. */
export function lookUp(zone: Zone, name: WireName, type: number): ZoneAnswer {
  const answers: WireRecord[] = [];
  let owner = name;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const key = lower(owner);
    const cut = delegation(zone, key, type);
    if (cut) return { ...referral(zone, cut), authoritative: answers.length > 0, answers };
    const sets = zone.nodes.get(key) ?? wildcard(zone, key);
    if (!sets) return negative(zone, RCODE.NXDOMAIN, answers);
    const found = type === TYPE.ANY ? [...sets.values()].flat() : sets.get(type);
    if (found && found.length > 0) {
      answers.push(...found.map((record) => ({ ...record, name: owner })));
      return { ...positive, answers, additionals: addressesFor(zone, found) };
    }
    const alias = sets.get(TYPE.CNAME)?.[0];
    const target = alias && targetOf(alias);
    if (!alias || !target) return negative(zone, RCODE.NOERROR, answers);
    answers.push({ ...alias, name: owner });
    const seen = answers.some((record) => lower(record.name) === lower(target));
    if (seen || !isAtOrBelow(lower(target), zone.origin)) return { ...positive, answers };
    owner = target;
  }
  return { ...positive, answers };
}

const positive = { rcode: RCODE.NOERROR, authoritative: true, answers: [], authorities: [], additionals: [] };

function negative(zone: Zone, rcode: number, answers: readonly WireRecord[]): ZoneAnswer {
  return { rcode, authoritative: true, answers, authorities: [zone.soa], additionals: [] };
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
  return { ...positive, authorities: servers, additionals: addressesFor(zone, servers) };
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

/** The wildcard right below the closest encloser, and none other (RFC 4592 section 3.3.1). */
function wildcard(zone: Zone, name: WireName): ReadonlyMap<number, readonly WireRecord[]> | undefined {
  let encloser = parentOf(name);
  while (!zone.nodes.has(encloser)) encloser = parentOf(encloser);
  return zone.nodes.get(`\x01*${encloser}`);
}
