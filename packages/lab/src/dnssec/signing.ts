import { lower, parentOf, TYPE, type WireName, type WireRecord } from '../dns-wire.ts';
import type { SigningSpec } from '../spec.ts';
import type { Zone, ZoneAnswer } from '../zone.ts';
import { type DenialChain, denialChain } from './denial.ts';
import { digestOf, type PublicZoneKey, type ZoneKeys } from './keys.ts';
import { type Absence, proofOf } from './proofs.ts';
import { createSigner, type Signer } from './signer.ts';

/** What makes a zone a signed one. */
export interface Signing {
  signer: Signer;
  chain(): DenialChain;
  spec: SigningSpec;
}

export interface SigningPlan {
  spec: SigningSpec;
  keys: ZoneKeys;
  /** Of the signatures. */
  now: Date;
}

const KEY_TTL = 3600;

export function signingOf(
  { origin, soa, nodes }: Pick<Zone, 'origin' | 'soa' | 'nodes'>,
  { spec, keys, now }: SigningPlan,
): Signing {
  let chain: DenialChain | undefined;
  return {
    spec,
    signer: createSigner(origin, spec, keys, Math.floor(now.getTime() / 1000)),
    chain() {
      chain ??= denialChain(origin, nodes, negativeTtl(soa), spec);
      return chain;
    },
  };
}

/** The smaller of the SOA's TTL and MINIMUM (RFC 9077 section 3). */
function negativeTtl({ ttl, rdata }: WireRecord): number {
  const numbers = Buffer.from((rdata[2] as Uint8Array | undefined) ?? Buffer.alloc(20));
  return Math.min(ttl, numbers.readUInt32BE(16));
}

/** DNSKEY, NSEC3PARAM, CDS and CDNSKEY of the apex. */
export function apexKeyRecords(origin: WireName, { spec, keys }: SigningPlan): WireRecord[] {
  const { keySigning, zoneSigning, foreign } = keys;
  const { childRecords, denial = {}, digests = [2] } = spec;
  const record = (type: number, ttl: number, rdata: Buffer) => ({ name: origin, type, ttl, rdata: [rdata] });
  const records = [...new Set([keySigning, zoneSigning])].map(({ rdata }) =>
    record(TYPE.DNSKEY, KEY_TTL, rdata),
  );
  if (denial !== 'nsec') {
    const { iterations = 0, salt = '' } = denial;
    const head = Buffer.of(1, 0, iterations >> 8, iterations & 0xff, salt.length / 2);
    records.push(record(TYPE.NSEC3PARAM, 0, Buffer.concat([head, Buffer.from(salt, 'hex')])));
  }
  if (childRecords === 'none') return records;
  const digested = childRecords === 'cds-foreign' ? foreign : keySigning;
  const copied = childRecords === 'cdnskey-foreign' ? foreign : keySigning;
  records.push(
    ...digests.map((type) => record(TYPE.CDS, KEY_TTL, digestOf(digested, origin, type))),
    record(TYPE.CDNSKEY, KEY_TTL, copied.rdata),
  );
  return records;
}

/** The rdata of the DS set that the parent has for the zone. */
export function delegationSigners(origin: WireName, { spec, keys }: Omit<SigningPlan, 'now'>): Buffer[] {
  const { ds, digests = [2] } = spec;
  const of = (key: PublicZoneKey) => digests.map((type) => digestOf(key, origin, type));
  if (ds === 'none') return [];
  if (ds === 'foreign') return of(keys.foreign);
  if (ds === 'extra-foreign') return [...of(keys.keySigning), ...of(keys.foreign)];
  if (ds !== 'wrong-digest') return of(keys.keySigning);
  return of(keys.keySigning).map((rdata) =>
    Buffer.concat([rdata.subarray(0, 4), rdata.subarray(4).reverse()]),
  );
}

/** The answer with its signatures and proofs. */
export function secured(zone: Zone, answer: ZoneAnswer): ZoneAnswer {
  const { signing } = zone;
  if (!signing) return answer;
  const { answers, authorities, absences, cut } = answer;
  const signers = cut === null ? [] : (zone.nodes.get(cut)?.get(TYPE.DS) ?? []);
  const unproven: Absence[] =
    cut !== null && signers.length === 0 ? [...absences, { kind: 'unsigned-cut', name: cut }] : [...absences];
  const proofs =
    signing.spec.denialFault === 'missing' ? [] : unproven.flatMap((each) => proofIn(zone, each));
  return {
    ...answer,
    answers: withSignatures(zone, signing, answers),
    authorities: [
      ...authorities,
      ...(cut === null ? signaturesFor(zone, signing, authorities) : []),
      ...withSignatures(zone, signing, [...signers, ...new Set(proofs)]),
    ],
  };
}

function proofIn({ nodes, signing }: Zone, absence: Absence): WireRecord[] {
  return signing ? proofOf(signing.chain(), (name) => nodes.has(name), absence) : [];
}

function withSignatures(zone: Zone, signing: Signing, records: readonly WireRecord[]): WireRecord[] {
  return [...records, ...signaturesFor(zone, signing, records)];
}

/** Those of a record that a wildcard made are the wildcard's (RFC 4035 section 3.1.3.3). */
function signaturesFor(zone: Zone, { signer }: Signing, records: readonly WireRecord[]): WireRecord[] {
  const sets = Map.groupBy(
    records.filter(({ type }) => type !== TYPE.RRSIG),
    ({ name, type }) => `${type} ${lower(name)}`,
  );
  return [...sets.values()].flatMap((set) => {
    const [first] = set;
    if (!first) return [];
    const key = lower(first.name);
    const plain = first.type === TYPE.NSEC3 || first.type === TYPE.NSEC || zone.nodes.has(key);
    const source = plain ? key : wildcardAbove(zone, key);
    return signer.sign(source, set).map((signature) => ({ ...signature, name: first.name }));
  });
}

/** The wildcard right below the closest encloser, and none other (RFC 4592 section 3.3.1). */
export function wildcardAbove({ nodes }: Pick<Zone, 'nodes'>, name: WireName): WireName {
  let encloser = parentOf(name);
  while (!nodes.has(encloser)) encloser = parentOf(encloser);
  return `\x01*${encloser}`;
}

/** Every record of the zone as a transfer has it (RFC 5936 section 2.2), signatures and all. */
export function wholeZone({ nodes, soa, signing, origin }: Zone): WireRecord[] {
  const sets = [...nodes].flatMap(([owner, types]) =>
    [...types].map(([type, set]) => ({ owner, type, set })),
  );
  const records = sets.flatMap(({ owner, type, set }) => {
    const signed = signing && isSigned(nodes, origin, owner, type);
    return signed ? [...set, ...signing.signer.sign(owner, set)] : set;
  });
  const denials = signing ? signing.chain().records : [];
  const signatures = denials.flatMap((record) => signing?.signer.sign(record.name, [record]) ?? []);
  return [soa, ...records.filter((record) => record !== soa), ...denials, ...signatures, soa];
}

function isSigned(nodes: Zone['nodes'], origin: WireName, owner: WireName, type: number): boolean {
  for (let node = owner; node.length > origin.length; node = parentOf(node)) {
    if (nodes.get(node)?.has(TYPE.NS) && !(node === owner && type === TYPE.DS)) return false;
  }
  return true;
}
