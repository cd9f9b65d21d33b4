import { unknown } from '@cyborux/contract';
import type { NameServer } from '../../net.ts';
import type { AskAuthorities } from './authorities.ts';
import type { DnsUnknown } from './client.ts';
import type { DnsMessage, DnsQuestion } from './message.ts';
import { isWithin, parentName } from './name-tree.ts';
import { type Referral, readReferral } from './referral.ts';

/** A zone, and where it is served. The root's name is empty. */
export interface Zone {
  name: string;
  servers: readonly NameServer[];
}

export type Walked = { state: 'answered'; message: DnsMessage; zone: Zone } | DnsUnknown;

/** Goes down from the root by referrals (RFC 1034 section 5.3.3), and remembers the zones that it passes. */
export interface Iteration {
  /** The message of the zone that answers the question; a question for DS stays above the cut. */
  walk(question: Pick<DnsQuestion, 'name' | 'type'>, dnssecOk: boolean, signal: AbortSignal): Promise<Walked>;
  /** The zone that a referral leads to, with all servers whose addresses can be found. */
  enter(referral: Referral, above: Zone, signal: AbortSignal): Promise<Zone>;
  root: Zone;
}

/** The addresses of a name server, when the referral does not tell. */
export type AddressesOf = (name: string, signal: AbortSignal, depth: number) => Promise<readonly string[]>;

export interface IterationOptions {
  roots: readonly NameServer[];
  ask: AskAuthorities;
  /** Left out: by further walks. */
  addressesOf?: AddressesOf | undefined;
  now?: () => number;
}

const MAX_REFERRALS = 24;
/** How far names of servers may lead to zones whose servers have names elsewhere. */
const MAX_DEPTH = 4;
const MAX_LOOKUPS = 4;
const MAX_NAMES = 13;
const MAX_SERVERS = 32;
const MAX_ZONES = 20_000;
const DS = 43;

interface Kept {
  zone: Zone;
  expiresAt: number;
}

export function createIteration(options: IterationOptions): Iteration {
  const { ask, now = () => performance.now() } = options;
  const root: Zone = { name: '', servers: shuffled(options.roots) };
  const zones = new Map<string, Kept>();

  const closest = (name: string): Zone => {
    for (let at: string | null = name; at !== null && at !== ''; at = parentName(at)) {
      const kept = zones.get(at);
      if (kept !== undefined && kept.expiresAt > now()) return kept.zone;
    }
    return root;
  };

  const keep = (zone: Zone, ttl: number) => {
    if (zone.servers.length === 0) return;
    if (zones.size >= MAX_ZONES) zones.clear();
    zones.set(zone.name, { zone, expiresAt: now() + ttl * 1000 });
  };

  const walkDown = async (
    question: Pick<DnsQuestion, 'name' | 'type'>,
    dnssecOk: boolean,
    signal: AbortSignal,
    depth: number,
  ): Promise<Walked> => {
    const { name } = question;
    const isDs = question.type === 'DS' || question.type === DS;
    const below = isDs ? (parentName(name) ?? '') : name;
    let zone = closest(below);
    for (let hop = 0; hop < MAX_REFERRALS; hop++) {
      const here = zone;
      const leadsOn = (message: DnsMessage) => {
        const referral = readReferral(message, here.name, name);
        return referral !== null && isWithin(below, referral.zone) ? referral : null;
      };
      const isAnswer = (message: DnsMessage) => isOwnWord(message) || leadsOn(message) !== null;
      const asked = await ask(
        here.servers,
        { ...question, recursion: false },
        { dnssecOk, isAnswer },
        signal,
      );
      if (asked.state === 'unknown') return unknown(asked.reason, asked.detail);
      const referral = leadsOn(asked.message);
      if (referral === null) return { state: 'answered', message: asked.message, zone: here };
      zone = await enterBySome(referral, here, signal, depth);
      if (zone.servers.length === 0) {
        return unknown('unreachable', `No address of the servers of ${zone.name} can be found.`);
      }
    }
    return unknown('servfail', 'The referrals lead on and on.');
  };

  const addressesByWalk: AddressesOf = async (name, signal, depth) => {
    const answers = await Promise.all(
      (['A', 'AAAA'] as const).map((type) => walkDown({ name, type }, false, signal, depth + 1)),
    );
    return answers.flatMap((walked) =>
      walked.state === 'answered' ? addressesIn(walked.message, name) : [],
    );
  };
  const addressesOf = options.addressesOf ?? addressesByWalk;

  /** Looks for addresses that are not told only where none are. */
  const enterBySome = async (referral: Referral, above: Zone, signal: AbortSignal, depth: number) => {
    const told = toldServers(referral, above);
    const isLost = told.length === 0 && depth < MAX_DEPTH;
    const found = isLost ? await lookUp(referral.NS.slice(0, MAX_LOOKUPS), signal, depth) : [];
    const zone = { name: referral.zone, servers: shuffled([...told, ...found]).slice(0, MAX_SERVERS) };
    keep(zone, referral.ttl);
    return zone;
  };

  const lookUp = async (names: readonly string[], signal: AbortSignal, depth: number) => {
    const found = names.map(async (name) =>
      (await addressesOf(name, signal, depth)).map((address): NameServer => ({ name, address })),
    );
    return (await Promise.all(found)).flat();
  };

  const enter = async (referral: Referral, above: Zone, signal: AbortSignal): Promise<Zone> => {
    const told = toldServers(referral, above);
    const untold = referral.NS.filter((name) => told.every((server) => server.name !== name));
    const found = await lookUp(untold.slice(0, MAX_NAMES), signal, 0);
    return { name: referral.zone, servers: [...told, ...found].slice(0, MAX_SERVERS) };
  };
  return {
    root,
    enter,
    walk: (question, dnssecOk, signal) => walkDown(question, dnssecOk, signal, 0),
  };
}

function toldServers({ NS, glue }: Referral, above: Zone): NameServer[] {
  // A server may tell addresses in its own zone and below; elsewhere it is not to be believed.
  const told = glue.filter(({ name }) => isWithin(name, above.name));
  // The same servers often serve both sides of a cut.
  const shared = above.servers.filter(
    ({ name }) => NS.includes(name) && told.every((server) => server.name !== name),
  );
  return [...told, ...shared];
}

/** An answer of the zone itself: of its own authority, or that the server has the data at hand. */
function isOwnWord({ rcode, authoritative, answers }: DnsMessage): boolean {
  return (rcode === 'NOERROR' || rcode === 'NXDOMAIN') && (authoritative || answers.length > 0);
}

function addressesIn(message: DnsMessage, name: string): string[] {
  return message.answers.flatMap((record) =>
    record.owner === name && (record.type === 'A' || record.type === 'AAAA') ? [record.value] : [],
  );
}

/** So that no server bears the load of all analyses. */
function shuffled<T>(list: readonly T[]): T[] {
  const pool = [...list];
  for (let at = pool.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [pool[at], pool[other]] = [pool[other] as T, pool[at] as T];
  }
  return pool;
}
