import type { DnssecAnswer, DnssecQuery } from '../src/protocols/dnssec.ts';
import {
  base32hex,
  hashOf,
  nameOctets,
  parent,
  type Record,
  type SignedZone,
  typeNumber,
} from './dnssec-signer.ts';

export interface Response {
  rcode: number;
  answer: Record[];
  authority: Record[];
}

export interface Network {
  query: DnssecQuery;
  /** Each question that was asked, as `name. TYPE`. */
  asked: string[];
}

/**
 * Answers as the authoritative server of the closest zone does (RFC 4035 section 3.1), the parent's for DS. `spoil` may
 * change a response before it is sent, or answer in its stead.
 */
export function network(
  zones: readonly SignedZone[],
  spoil: (question: string, response: Response) => DnssecAnswer | undefined = () => undefined,
): Network {
  const asked: string[] = [];
  return {
    asked,
    async query(name, type) {
      const owner = name.endsWith('.') ? name : `${name}.`;
      asked.push(`${owner} ${type}`);
      const response = respond(zones, owner, type);
      return spoil(`${owner} ${type}`, response) ?? message(owner, type, response);
    },
  };
}

function respond(zones: readonly SignedZone[], name: string, type: string): Response {
  const zone = zoneFor(zones, type === 'DS' && name !== '.' ? parent(name) : name);
  const at = (owner: string, ...types: string[]) => find(zone, owner, types);
  const dname = above(name).find((owner) => owner !== name && at(owner, 'DNAME').length > 0);
  if (dname !== undefined) return { rcode: 0, answer: at(dname, 'DNAME'), authority: [] };
  if (at(name, type, 'CNAME').length > 0) return { rcode: 0, answer: at(name, type, 'CNAME'), authority: [] };
  if (exists(zone, name)) return { rcode: 0, answer: [], authority: [...soa(zone), ...matching(zone, name)] };
  const encloser = above(name).find((owner) => exists(zone, owner)) ?? zone.name;
  const wildcard = encloser === '.' ? '*.' : `*.${encloser}`;
  const expanded = at(wildcard, type, 'CNAME').map((each) => ({ ...each, name }));
  const next = above(name).find((owner) => parent(owner) === encloser) ?? name;
  if (expanded.length > 0) return { rcode: 0, answer: expanded, authority: covering(zone, name, next) };
  const proof = [
    ...covering(zone, name, next),
    ...(zone.nsec3 === null ? [] : matching(zone, encloser)),
    ...(exists(zone, wildcard) ? matching(zone, wildcard) : covering(zone, wildcard, wildcard)),
  ];
  const unhashed = zone.nsec3 !== null && find(zone, name, ['NS']).length > 0;
  return {
    rcode: exists(zone, wildcard) || unhashed ? 0 : 3,
    answer: [],
    authority: [...soa(zone), ...once(proof)],
  };
}

function zoneFor(zones: readonly SignedZone[], name: string): SignedZone {
  const [zone] = zones
    .filter((each) => above(name).includes(each.name))
    .sort((one, other) => other.name.length - one.name.length);
  if (zone === undefined) throw new RangeError(`no zone for ${name}`);
  return zone;
}

/** The records of some types at a name, with their signatures. */
function find(zone: SignedZone, name: string, types: readonly string[]): Record[] {
  return zone.records.filter(
    (each) =>
      each.name === name &&
      (types.includes(each.type) ||
        (each.type === 'RRSIG' && types.some((type) => each.rdata.readUInt16BE(0) === typeNumber(type)))),
  );
}

function exists(zone: SignedZone, name: string): boolean {
  const real = zone.records.filter(({ type, name: owner }) => type !== 'NSEC3' && !isHashOwner(zone, owner));
  const delegated = zone.nsec3 !== null && isUnhashed(zone, name);
  return (
    !delegated &&
    real.some((each) => each.name === name || each.name.endsWith(name === '.' ? '.' : `.${name}`))
  );
}

function isHashOwner(zone: SignedZone, name: string): boolean {
  return zone.records.some((each) => each.type === 'NSEC3' && each.name === name);
}

/** An NSEC3 zone's delegation that opt-out leaves out of the chain. */
function isUnhashed(zone: SignedZone, name: string): boolean {
  return find(zone, name, ['NS']).length > 0 && matching(zone, name).length === 0;
}

function soa(zone: SignedZone): Record[] {
  return find(zone, zone.name, ['SOA']);
}

/** The denial record at a name; the NSEC before an empty non-terminal. */
function matching(zone: SignedZone, name: string): Record[] {
  if (zone.nsec3 !== null) return find(zone, hashName(zone, name), ['NSEC3']);
  const own = find(zone, name, ['NSEC']);
  return own.length > 0 ? own : covering(zone, name, name);
}

/** The denial record whose gap a name, or its hash, lies in. */
function covering(zone: SignedZone, name: string, nextCloser: string): Record[] {
  if (!zone.signed) return [];
  const type = zone.nsec3 === null ? 'NSEC' : 'NSEC3';
  const wanted = zone.nsec3 === null ? name : hashName(zone, nextCloser);
  const owners = zone.records.filter((each) => each.type === type).map((each) => each.name);
  const sorted = owners.sort((one, other) => Buffer.compare(sortKey(one), sortKey(other)));
  const before = sorted.filter((owner) => Buffer.compare(sortKey(owner), sortKey(wanted)) < 0).at(-1);
  return find(zone, before ?? sorted.at(-1) ?? '', [type]);
}

function hashName(zone: SignedZone, name: string): string {
  if (zone.nsec3 === null) throw new RangeError('an NSEC zone');
  const label = base32hex(hashOf(name, zone.nsec3));
  return zone.name === '.' ? `${label}.` : `${label}.${zone.name}`;
}

/** Labels from the right, each ended by a zero octet. */
function sortKey(name: string): Buffer {
  const labels = name.toLowerCase().split('.').filter(Boolean).reverse();
  return Buffer.from(labels.map((label) => `${label}\0`).join(''), 'latin1');
}

function above(name: string): string[] {
  const names = [name];
  for (let each = name; each !== '.'; ) {
    each = parent(each);
    names.push(each);
  }
  return names;
}

function once(records: readonly Record[]): Record[] {
  return [...new Set(records)];
}

/** On the wire, without compression. */
export function message(name: string, type: string, { rcode, answer, authority }: Response): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8400 | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answer.length, 6);
  header.writeUInt16BE(authority.length, 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(typeNumber(type), 0);
  tail.writeUInt16BE(1, 2);
  return Buffer.concat([header, nameOctets(name), tail, ...[...answer, ...authority].map(recordOctets)]);
}

function recordOctets({ name, type, ttl, rdata }: Record): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(typeNumber(type), 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(ttl, 4);
  head.writeUInt16BE(rdata.length, 8);
  return Buffer.concat([nameOctets(name), head, rdata]);
}
