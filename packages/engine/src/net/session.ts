import { setMaxListeners } from 'node:events';
import { unknown } from '@cyborux/contract';
import type {
  DnsRecords,
  DnsType,
  NameServer,
  Net,
  NetSession,
  ServerAnswer,
  SmtpAnswer,
  SmtpPeer,
} from '../net.ts';
import { orCanceled } from './deadline.ts';
import { askNameServer, createResolver } from './dns/resolver.ts';
import { fetchOnce } from './http-client.ts';
import type { NetOptions } from './options.ts';
import { createGate, createPacer } from './pace.ts';
import { createDestinations } from './routes.ts';
import { greet } from './smtp-client.ts';
import { createSockets } from './sockets.ts';
import { createSourceHttp } from './source-http.ts';
import { handshake } from './tls-client.ts';
import { createTlsContexts } from './tls-context.ts';

const DEFAULT_TIMEOUTS = {
  dns: 2_000,
  dnsTries: 3,
  connect: 5_000,
  total: 10_000,
  source: 30_000,
  backoff: 500,
};
const DEFAULT_CONCURRENCY = { perHost: 4, total: 64 };
const DEFAULT_USER_AGENT = 'Cyborux/0.1 (security survey; +https://cyborux.com)';
const DNS_PORT = 53;

/**
 * The network of one analysis: one cache, one pace, one set of sockets. Made by the scan's caller, who closes it.
 * @throws when a resolver is not written as `address:port`
 */
export function createSession(options: NetOptions = {}): NetSession {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const closing = new AbortController();
  // Every call under way listens.
  setMaxListeners(0, closing.signal);
  const sockets = createSockets();
  const dns = { timeoutMs: timeouts.dns, tries: timeouts.dnsTries, sockets };
  const resolve = createResolver({ ...dns, resolvers: options.resolvers, signal: closing.signal });
  const client = {
    destinations: createDestinations(options.routes),
    sockets,
    connectMs: timeouts.connect,
    totalMs: timeouts.total,
    gate: createGate({ ...DEFAULT_CONCURRENCY, ...options.concurrency }),
    contexts: createTlsContexts(options.roots),
    userAgent: options.userAgent ?? DEFAULT_USER_AGENT,
    heloName: options.heloName,
  };

  const ask = async <T extends DnsType>(
    server: NameServer,
    name: string,
    type: T,
    signal: AbortSignal,
  ): Promise<ServerAnswer<DnsRecords[T]>> => {
    const destination = client.destinations(server.address, DNS_PORT);
    if (destination.state === 'absent') return unknown('unreachable', 'Nothing listens there.');
    if (destination.state === 'unknown') return destination;
    const leave = await client.gate.enter(server.address, signal);
    if (leave === null) return unknown('canceled');
    try {
      return await askNameServer(destination, name, type, dns, signal);
    } finally {
      leave();
    }
  };

  // Many names share one mail exchanger: it is greeted once, and each asker can turn away alone.
  const greetings = new Map<string, Promise<SmtpAnswer>>();
  const greetOnce = (peer: SmtpPeer): Promise<SmtpAnswer> => {
    const key = `${peer.host} ${peer.address ?? ''} ${peer.port}`;
    const resolveForAll: Net['resolve'] = (name, type) => resolve(name, type, closing.signal);
    const greeting = greetings.get(key) ?? greet(peer, resolveForAll, client, closing.signal);
    greetings.set(key, greeting);
    return greeting;
  };

  const within = (caller: AbortSignal): Net => {
    const signal = AbortSignal.any([caller, closing.signal]);
    setMaxListeners(0, signal);
    const resolveHere: Net['resolve'] = (name, type) => resolve(name, type, signal);
    return {
      resolve: resolveHere,
      ask: (server, name, type) => ask(server, name, type, signal),
      fetch: (url, request = {}) => fetchOnce(url, request, resolveHere, client, signal),
      handshake: (peer) => handshake(peer, resolveHere, client, signal),
      greet: (peer) => orCanceled(greetOnce(peer), signal),
    };
  };

  return {
    within,
    sourceHttp({ requestsPerMinute, signal: caller }) {
      const signal = AbortSignal.any([caller, closing.signal]);
      return createSourceHttp({
        ...client,
        totalMs: timeouts.source,
        backoffMs: timeouts.backoff,
        pacer: createPacer(requestsPerMinute),
        resolve: within(caller).resolve,
        signal,
      });
    },
    async close() {
      closing.abort();
      await sockets.closeAll();
    },
  };
}
