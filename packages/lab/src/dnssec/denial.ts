import { createHash } from 'node:crypto';
import { isAtOrBelow, parentOf, TYPE, type WireName, type WireRecord } from '../dns-wire.ts';
import type { Nsec3Spec, SigningSpec } from '../spec.ts';
import { compareNames, typeBitMap } from './canonical.ts';

type Nodes = ReadonlyMap<WireName, ReadonlyMap<number, readonly WireRecord[]>>;

/** All NSEC or NSEC3 records of a zone, as a ring. */
export interface DenialChain {
  kind: 'nsec' | 'nsec3';
  records: readonly WireRecord[];
  /** The record at this name. */
  matching(name: WireName): WireRecord | undefined;
  /** The record whose gap the name lies in. */
  covering(name: WireName): WireRecord | undefined;
}

interface Link {
  /** What the ring is ordered by. */
  place: WireName;
  owner: WireName;
  types: number[];
}

const OPT_OUT = 1;
/** What a wrong record claims to be there. */
const MANY_TYPES = [TYPE.A, TYPE.NS, TYPE.MX, TYPE.TXT, TYPE.AAAA, TYPE.DS, TYPE.CAA];

export function denialChain(origin: WireName, nodes: Nodes, ttl: number, spec: SigningSpec): DenialChain {
  const { denial = {}, denialFault } = spec;
  const wrong = denialFault === 'wrong';
  return denial === 'nsec'
    ? nsecChain(origin, nodes, ttl, wrong)
    : nsec3Chain(origin, nodes, ttl, denial, wrong);
}

/** RFC 4034 section 4. */
function nsecChain(origin: WireName, nodes: Nodes, ttl: number, wrong: boolean): DenialChain {
  const links = [...nodes]
    .filter(([name, sets]) => sets.size > 0 && !isBelowCut(origin, nodes, name))
    .map(([name, sets]) => ({
      place: name,
      owner: name,
      types: [...typesAt(origin, name, sets), TYPE.RRSIG, TYPE.NSEC],
    }))
    .sort((a, b) => compareNames(a.place, b.place));
  const records = links.map(({ owner, types }, index) => {
    const next = wrong ? `\x01\0${owner}` : (links[(index + 1) % links.length]?.owner ?? origin);
    const map = typeBitMap(wrong ? [...types, ...MANY_TYPES] : types);
    return { name: owner, type: TYPE.NSEC, ttl, rdata: [Buffer.from(next, 'latin1'), map] };
  });
  return { kind: 'nsec', records, ...ring(links, records, compareNames, (name) => name) };
}

/** RFC 5155 sections 3 and 7.1. */
function nsec3Chain(
  origin: WireName,
  nodes: Nodes,
  ttl: number,
  { iterations = 0, salt = '', optOut = false }: Nsec3Spec,
  wrong: boolean,
): DenialChain {
  const saltBytes = Buffer.from(salt, 'hex');
  const hash = (name: WireName) => nsec3Hash(name, saltBytes, iterations);
  const named = [...nodes].filter(([name, sets]) => {
    if (isBelowCut(origin, nodes, name)) return false;
    return !optOut || name === origin || !isUnsignedCut(sets) || sets.has(TYPE.DS);
  });
  const links = named
    .map(([name, sets]) => {
      const place = hash(name);
      const types = typesAt(origin, name, sets);
      const signed = types.some((type) => type !== TYPE.NS);
      return { place, owner: hashedOwner(place, origin), types: signed ? [...types, TYPE.RRSIG] : types };
    })
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const flags = optOut ? OPT_OUT : 0;
  const head = Buffer.of(1, flags, iterations >> 8, iterations & 0xff, saltBytes.length, ...saltBytes, 20);
  const records = links.map(({ place, owner, types }, index) => {
    const next = wrong ? `${place.slice(0, -1)}\xff` : (links[(index + 1) % links.length]?.place ?? place);
    const map = typeBitMap(wrong ? [...types, ...MANY_TYPES] : types);
    return { name: owner, type: TYPE.NSEC3, ttl, rdata: [head, Buffer.from(next, 'latin1'), map] };
  });
  const order = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return { kind: 'nsec3', records, ...ring(links, records, order, hash) };
}

function ring(
  links: readonly Link[],
  records: readonly WireRecord[],
  order: (a: string, b: string) => number,
  placeOf: (name: WireName) => string,
): Pick<DenialChain, 'matching' | 'covering'> {
  return {
    matching(name) {
      const place = placeOf(name);
      return records[links.findIndex((link) => link.place === place)];
    },
    covering(name) {
      const place = placeOf(name);
      const before = links.findLastIndex((link) => order(link.place, place) <= 0);
      return records.at(before);
    },
  };
}

/** At a cut only NS and DS are the zone's to tell of. */
function typesAt(origin: WireName, name: WireName, sets: ReadonlyMap<number, unknown>): number[] {
  const types = [...sets.keys()];
  if (name === origin || !sets.has(TYPE.NS)) return types;
  return types.filter((type) => type === TYPE.NS || type === TYPE.DS);
}

function isUnsignedCut(sets: ReadonlyMap<number, unknown>): boolean {
  return sets.has(TYPE.NS) && !sets.has(TYPE.DS);
}

export function isBelowCut(origin: WireName, nodes: Nodes, name: WireName): boolean {
  if (!isAtOrBelow(name, origin) || name === origin) return false;
  for (let node = parentOf(name); node.length > origin.length; node = parentOf(node)) {
    if (nodes.get(node)?.has(TYPE.NS)) return true;
  }
  return false;
}

/** RFC 5155 section 5, as Latin-1. */
function nsec3Hash(name: WireName, salt: Buffer, iterations: number): string {
  let digest = Buffer.from(name, 'latin1');
  for (let round = 0; round <= iterations; round += 1) {
    digest = createHash('sha1').update(digest).update(salt).digest();
  }
  return digest.toString('latin1');
}

const BASE32HEX = '0123456789abcdefghijklmnopqrstuv';

function hashedOwner(hash: string, origin: WireName): WireName {
  const bits = [...Buffer.from(hash, 'latin1')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const label = bits.replace(/.{5}/g, (five) => BASE32HEX.charAt(Number.parseInt(five, 2)));
  return `${String.fromCharCode(label.length)}${label}${origin}`;
}
