import { getServers } from 'node:dns';
import type { SecureContext } from 'node:tls';
import type { Delegation, Net } from '../../net.ts';
import { recordsOf } from '../../protocols/dns-answer.ts';
import type { DnssecAnswer } from '../../protocols/dnssec.ts';
import { ROOT_ANCHORS } from '../../protocols/dnssec.ts';
import type { DialOptions } from '../dial.ts';
import type { NetworkDescription } from '../options.ts';
import { createGate, createPacer } from '../pace.ts';
import { askNameServer } from './ask.ts';
import { askServers } from './ask-servers.ts';
import { createAuthorities } from './authorities.ts';
import { createCache } from './cache.ts';
import { createDnsClient, type Enter, serverKey } from './client.ts';
import { findDelegation } from './delegation.ts';
import { exchange } from './exchange.ts';
import { type AddressesOf, createIteration } from './iteration.ts';
import { canonicalName } from './name-tree.ts';
import { createResolver } from './resolver.ts';
import { ITERATIVE, parseServer } from './resolver-address.ts';
import { ROOT_SERVERS } from './root-servers.ts';
import type { DnsServer } from './server.ts';
import { createSigned } from './signed.ts';
import { transfer } from './transfer.ts';
import { createTransports } from './transports.ts';
import { createZoneFinder } from './zone-finder.ts';

export interface DnsOptions extends DialOptions {
  network: Pick<NetworkDescription, 'resolvers' | 'rootServers' | 'anchors'>;
  timeoutMs: number;
  tries: number;
  /** Of a zone transfer. */
  totalMs: number;
  perHost: number;
  /** Messages that may be sent in all. */
  budget: number;
  secureContext: () => SecureContext;
  /** Ends every question. */
  signal: AbortSignal;
}

export type DnsNet = Pick<
  Net,
  'resolve' | 'ask' | 'exchange' | 'transfer' | 'delegation' | 'signed' | 'anchors'
>;

export interface SessionDns {
  within(signal: AbortSignal): DnsNet;
  /** The recursive resolvers that are asked first, of those that answer; none: `resolve` iterates. */
  resolvers(): Promise<readonly DnsServer[]>;
  /** Counts a message that takes a way of its own. False when there may be no more. */
  spend(): boolean;
  /** Messages sent so far. */
  sent(): number;
}

/** Kept whole, up to 64 KB each. */
const MAX_MESSAGES = 2_000;
/** Questions under way at one recursive resolver, and in all. */
const AT_RESOLVER = 64;
const IN_ALL = 256;
/** What one authoritative server is asked within a second at most. */
const PER_SECOND = 100;
/** They validate, and block nothing. Asked when no resolver is set and the system's give no answer. */
const PUBLIC_RESOLVERS = ['1.1.1.1', '8.8.8.8'];

/** All that one analysis asks the DNS: one cache, one count, one memory of servers. */
export function createDns(options: DnsOptions): SessionDns {
  const { network, destinations, sockets, signal: closing } = options;
  const set = network.resolvers;
  const ranks = (set === undefined ? [getServers(), PUBLIC_RESOLVERS] : [set])
    .map((rank) => rank.filter((entry) => entry !== ITERATIVE).map(parseServer))
    .filter((rank) => rank.length > 0);
  const isIterative = set?.includes(ITERATIVE) ?? false;
  const transports = createTransports(options);
  const clientOptions = { timeoutMs: options.timeoutMs, tries: options.tries, transports };
  const resolverGate = createGate({ perHost: AT_RESOLVER, total: IN_ALL });
  const recursive = createDnsClient({
    ...clientOptions,
    enter: (server, signal) => resolverGate.enter(serverKey(server), signal),
  });
  const direct = createDnsClient({
    ...clientOptions,
    enter: paced(options.perHost),
    patience: 2 * options.tries,
  });
  const ask = createAuthorities(direct, destinations);
  const addressesOf: AddressesOf = async (name, signal) => {
    const answers = await Promise.all([resolve(name, 'A', signal), resolve(name, 'AAAA', signal)]);
    return answers.flatMap<string>(recordsOf);
  };
  const iteration = createIteration({
    roots: network.rootServers ?? ROOT_SERVERS,
    ask,
    // Resolving that may itself iterate would wait for its own answer where servers are named in a circle.
    addressesOf: isIterative || ranks.length === 0 ? undefined : addressesOf,
  });
  const resolve = createResolver({
    client: recursive,
    ranks,
    iteration: isIterative ? iteration : null,
    signal: closing,
  });
  const finder = createZoneFinder(iteration, ask, closing);
  const askSigned = createSigned({
    client: recursive,
    resolvers: ranks[0] ?? [],
    iteration,
    signal: closing,
  });
  const delegations = createCache<Delegation>();
  const messages = createCache<DnssecAnswer>({ maxEntries: MAX_MESSAGES });
  const transferGate = createGate({ perHost: 1, total: options.perHost });

  const resolvers = async () => {
    for (const rank of ranks.slice(0, -1)) {
      const question = { name: '', type: 'NS', recursion: true } as const;
      if ((await askServers(recursive, rank, question, {}, closing)).state === 'replied') return rank;
    }
    return ranks.at(-1) ?? [];
  };

  return {
    resolvers,
    spend: transports.spend,
    sent: transports.sent,
    within: (signal) => ({
      resolve: (name, type) => resolve(name, type, signal),
      ask: (server, name, type) => askNameServer(server, name, type, ask, signal),
      exchange: (server, question) => exchange(server, question, direct, destinations, signal),
      async transfer(server, zone) {
        const leave = await transferGate.enter(server.address, signal);
        if (leave === null) return { state: 'unknown', reason: 'canceled' };
        try {
          const { connectMs, totalMs: timeoutMs } = options;
          const { spend } = transports;
          return await transfer(server, zone, { destinations, sockets, connectMs, timeoutMs, spend }, signal);
        } finally {
          leave();
        }
      },
      delegation(name) {
        const zone = canonicalName(name);
        return delegations(zone, () => findDelegation(zone, finder, ask, closing), signal);
      },
      signed: (name, type) =>
        messages(`${type} ${canonicalName(name)}`, () => askSigned(name, type, closing), signal),
      anchors: network.anchors ?? ROOT_ANCHORS,
    }),
  };
}

/** Room and pace at each server. */
function paced(perHost: number): Enter {
  const gate = createGate({ perHost, total: IN_ALL });
  const pacers = new Map<string, ReturnType<typeof createPacer>>();
  return async (server, signal) => {
    const key = serverKey(server);
    const leave = await gate.enter(key, signal);
    if (leave === null) return null;
    const pacer = pacers.get(key) ?? createPacer(PER_SECOND, 1_000);
    pacers.set(key, pacer);
    try {
      await pacer(signal);
      return leave;
    } catch {
      leave();
      return null;
    }
  };
}
