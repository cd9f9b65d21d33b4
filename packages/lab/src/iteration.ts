import { createCache } from './dns-cache.ts';
import {
  FLAG,
  isAtOrBelow,
  lower,
  type Message,
  RCODE,
  rcodeOf,
  TYPE,
  targetOf,
  type WireName,
  type WireRecord,
} from './dns-wire.ts';
import { firstAccepted } from './first-accepted.ts';
import type { LabNetwork } from './spec.ts';
import type { Endpoint, Upstream } from './upstream.ts';
import { addressText } from './zone-file.ts';

export interface RootServer {
  name: string;
  address: string;
}

export interface Resolution {
  rcode: number;
  answers: readonly WireRecord[];
  authorities: readonly WireRecord[];
}

interface Delegation {
  zone: WireName;
  servers: readonly Endpoint[];
}

/** What one question of a client may cost: it bounds circular delegations and endless referrals. */
interface Budget {
  /** Shared by all that the question leads to. */
  purse: { questions: number };
  /** How far names of name servers may lead to further ones. */
  depth: number;
  deadline: number;
}

/** A server's word: an answer of the zone itself, or a referral to a zone below. */
type Word = { kind: 'answer'; message: Message } | { kind: 'referral'; message: Message; zone: WireName };

/** When all servers of a zone are silent, failure is told after this long. */
const SILENCE_MS = 1_200;
/** The next server is asked when the one before has been silent for this long. */
const STAGGER_MS = 400;
const DEADLINE_MS = 4_000;
const QUESTIONS = 80;
const DEPTH = 6;
const LONGEST_CHAIN = 16;
const LONGEST_DESCENT = 24;
/** RFC 9520 section 3.2 wants a failure remembered for a second at least. */
const FAILURE_TTL = 2;

const PROOFS: ReadonlySet<number> = new Set([TYPE.NSEC, TYPE.NSEC3]);
const NEGATIVE: ReadonlySet<number> = new Set([TYPE.SOA, ...PROOFS]);

const FAILURE: Resolution = { rcode: RCODE.SERVFAIL, answers: [], authorities: [] };

/** Resolves by descending from the root (RFC 1034 section 5.3.3). Never rejects: what fails is SERVFAIL. */
export function createIteration(
  upstream: Upstream,
  roots: readonly RootServer[],
  routes: LabNetwork['routes'],
): (name: WireName, type: number) => Promise<Resolution> {
  const resolutions = createCache<Resolution>();
  const delegations = createCache<Delegation>();
  const underway = new Map<string, Promise<Resolution>>();
  const nameServers = new Map(
    routes.filter(({ port }) => port === 53).map(({ address, to }) => [address, to] as const),
  );
  /** Servers that kept silent when last asked; they are asked last. */
  const silent = new Set<Endpoint>();
  const root: Delegation = { zone: '\0', servers: endpoints(roots.map(({ address }) => address)) };

  function endpoints(addresses: readonly string[]): Endpoint[] {
    return addresses.flatMap((address) => nameServers.get(address) ?? []);
  }

  async function resolve(name: WireName, type: number, budget: Budget): Promise<Resolution> {
    const key = `${type} ${lower(name)}`;
    const known = resolutions.get(key);
    if (known) return known;
    const resolution = await chase(name, type, budget);
    resolutions.set(key, resolution, lifetime(resolution));
    return resolution;
  }

  /** Follows CNAMEs from zone to zone. */
  async function chase(name: WireName, type: number, budget: Budget): Promise<Resolution> {
    const answers: WireRecord[] = [];
    /** Of links that wildcards made. */
    const proofs: WireRecord[] = [];
    const visited = new Set<WireName>();
    let owner = name;
    while (visited.size < LONGEST_CHAIN) {
      const found = await descend(owner, type, budget);
      if (!found) return FAILURE;
      const links = follow(found.message, found.zone, owner, type, visited);
      if (!links) return FAILURE;
      answers.push(...links.records);
      if (links.next === null) {
        const wanted = links.complete ? PROOFS : NEGATIVE;
        const authorities = [...proofs, ...withSignatures(found.message.authorities, wanted)];
        return { rcode: links.complete ? RCODE.NOERROR : rcodeOf(found.message), answers, authorities };
      }
      proofs.push(...withSignatures(found.message.authorities, PROOFS));
      owner = links.next;
    }
    return FAILURE;
  }

  /** From the closest known zone down to the one that answers. */
  async function descend(
    name: WireName,
    type: number,
    budget: Budget,
  ): Promise<{ message: Message; zone: WireName } | null> {
    let delegation = closestDelegation(lower(name), type);
    for (let hop = 0; hop < LONGEST_DESCENT; hop += 1) {
      const word = await askZone(delegation, name, type, budget);
      if (!word) return null;
      if (word.kind === 'answer') return { message: word.message, zone: delegation.zone };
      delegation = await enter(word, delegation.zone, budget);
    }
    return null;
  }

  function closestDelegation(name: WireName, type: number): Delegation {
    let zone = type === TYPE.DS ? name.slice(1 + name.charCodeAt(0)) : name;
    while (zone.length > 1) {
      const known = delegations.get(zone);
      if (known) return known;
      zone = zone.slice(1 + zone.charCodeAt(0));
    }
    return root;
  }

  async function askZone(
    delegation: Delegation,
    name: WireName,
    type: number,
    budget: Budget,
  ): Promise<Word | null> {
    const { servers, zone } = delegation;
    const ordered = [...servers].sort((a, b) => Number(silent.has(a)) - Number(silent.has(b)));
    const patience = Math.min(SILENCE_MS, budget.deadline - performance.now());
    if (patience <= 0) return null;
    return firstAccepted(ordered, STAGGER_MS, patience, async (server) => {
      if (budget.purse.questions <= 0) return null;
      budget.purse.questions -= 1;
      const late = setTimeout(() => silent.add(server), STAGGER_MS);
      const message = await upstream.ask(server, name, type, patience);
      clearTimeout(late);
      if (message) silent.delete(server);
      return message && understand(message, zone, lower(name));
    });
  }

  /** The servers of the zone below: by glue where the referring zone may give it, by name otherwise. */
  async function enter(
    word: Word & { kind: 'referral' },
    parent: WireName,
    budget: Budget,
  ): Promise<Delegation> {
    const records = word.message.authorities.filter(
      ({ type, name }) => type === TYPE.NS && lower(name) === word.zone,
    );
    const names = records.flatMap((record) => targetOf(record) ?? []).map(lower);
    const found = await Promise.all(
      names.map(async (name) => {
        const glue = isAtOrBelow(name, parent) ? addressesOf(word.message.additionals, name) : [];
        return glue.length > 0 ? glue : addressesByName(name, budget);
      }),
    );
    const delegation = { zone: word.zone, servers: endpoints(found.flat()) };
    if (delegation.servers.length > 0) delegations.set(word.zone, delegation, shortest(records));
    return delegation;
  }

  async function addressesByName(name: WireName, budget: Budget): Promise<string[]> {
    if (budget.depth <= 0) return [];
    const { answers } = await resolve(name, TYPE.A, { ...budget, depth: budget.depth - 1 });
    return answers.flatMap((record) => addressText(record) ?? []);
  }

  return (name, type) => {
    const key = `${type} ${lower(name)}`;
    const sameQuestion = underway.get(key);
    if (sameQuestion) return sameQuestion;
    const budget = {
      purse: { questions: QUESTIONS },
      depth: DEPTH,
      deadline: performance.now() + DEADLINE_MS,
    };
    const resolution = resolve(name, type, budget).finally(() => underway.delete(key));
    underway.set(key, resolution);
    return resolution;
  };
}

/** Null for what is no answer and no referral downwards: an error, or a lame server's. */
function understand(message: Message, zone: WireName, name: WireName): Word | null {
  const rcode = rcodeOf(message);
  if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) return null;
  if ((message.flags & FLAG.AA) !== 0) return { kind: 'answer', message };
  const cut = message.authorities.find(({ type }) => type === TYPE.NS);
  const below = cut && lower(cut.name);
  if (!below || below.length <= zone.length || message.answers.length > 0) return null;
  if (!isAtOrBelow(below, zone) || !isAtOrBelow(name, below)) return null;
  return { kind: 'referral', message, zone: below };
}

/** The part of the chain that the zone may speak of. Null when the chain bites its tail. */
function follow(
  message: Message,
  zone: WireName,
  start: WireName,
  type: number,
  visited: Set<WireName>,
): { records: WireRecord[]; complete: boolean; next: WireName | null } | null {
  const records: WireRecord[] = [];
  let owner = start;
  for (;;) {
    const key = lower(owner);
    if (visited.has(key)) return null;
    visited.add(key);
    const here = message.answers.filter(({ name }) => lower(name) === key);
    const wanted = here.filter((record) => record.type === type || type === TYPE.ANY);
    const signatures = here.filter((record) => coveredBy(record) === type && !wanted.includes(record));
    if (wanted.length > 0)
      return { records: [...records, ...wanted, ...signatures], complete: true, next: null };
    const alias = here.find((record) => record.type === TYPE.CNAME);
    const target = alias && targetOf(alias);
    if (!alias || !target) return { records, complete: false, next: null };
    records.push(alias, ...here.filter((record) => coveredBy(record) === TYPE.CNAME));
    owner = target;
    const told = isAtOrBelow(lower(owner), zone) && saysMore(message, owner);
    if (!told) return { records, complete: false, next: owner };
  }
}

/** The type that a signature is for; null for other records. */
function coveredBy({ type, rdata }: WireRecord): number | null {
  const [bytes] = rdata;
  return type === TYPE.RRSIG && typeof bytes === 'object' ? Buffer.from(bytes).readUInt16BE(0) : null;
}

function withSignatures(records: readonly WireRecord[], types: ReadonlySet<number>): WireRecord[] {
  return records.filter((record) => types.has(coveredBy(record) ?? record.type));
}

/** Does the message tell what is at the alias' target, be it that nothing is? */
function saysMore(message: Message, target: WireName): boolean {
  const known = message.answers.some(({ name }) => lower(name) === lower(target));
  return known || message.authorities.some(({ type }) => type === TYPE.SOA);
}

function addressesOf(records: readonly WireRecord[], name: WireName): string[] {
  return records
    .filter((record) => lower(record.name) === name)
    .flatMap((record) => addressText(record) ?? []);
}

function lifetime({ rcode, answers, authorities }: Resolution): number {
  return rcode === RCODE.SERVFAIL ? FAILURE_TTL : shortest([...answers, ...authorities]);
}

function shortest(records: readonly WireRecord[]): number {
  return records.length === 0 ? 0 : Math.min(...records.map(({ ttl }) => ttl));
}
