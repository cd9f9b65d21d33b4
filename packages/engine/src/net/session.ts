import { setMaxListeners } from 'node:events';
import type { Net, NetSession, SmtpAnswer, SmtpPeer } from '../net.ts';
import { orCanceled } from './deadline.ts';
import { createDns } from './dns/dns.ts';
import { createMany } from './dns/many.ts';
import { fetchOnce } from './http-client.ts';
import type { NetOptions } from './options.ts';
import { createGate, createPacer, type Pacer } from './pace.ts';
import { createDestinations } from './routes.ts';
import { greet } from './smtp-client.ts';
import { createSockets } from './sockets.ts';
import { createSourceHttp } from './source-http.ts';
import { createSourceWhois } from './source-whois.ts';
import { createEndpointSurveys } from './tls/endpoints.ts';
import { createPathJudge } from './tls/trust.ts';
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
const DEFAULT_QUERY_BUDGET = 20_000;
const DEFAULT_BULK_BUDGET = 1_000_000;

/**
 * The network of one analysis: one cache, one pace, one set of sockets. Made by the scan's caller, who closes it.
 * @throws when a resolver is not written as an address
 */
export function createSession(options: NetOptions = {}): NetSession {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const closing = new AbortController();
  // Every call under way listens.
  setMaxListeners(0, closing.signal);
  const sockets = createSockets();
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

  const dnsOptions = {
    network: options,
    destinations: client.destinations,
    sockets,
    connectMs: timeouts.connect,
    timeoutMs: timeouts.dns,
    tries: timeouts.dnsTries,
    totalMs: timeouts.total,
    perHost: options.concurrency?.perHost ?? DEFAULT_CONCURRENCY.perHost,
    secureContext: client.contexts.strict,
    signal: closing.signal,
  };
  const dns = createDns({ ...dnsOptions, budget: options.queryBudget ?? DEFAULT_QUERY_BUDGET });
  // What is spent on guessing names is not missing where the found ones are looked at.
  const bulkDns = createDns({ ...dnsOptions, budget: options.bulkBudget ?? DEFAULT_BULK_BUDGET });

  // Many names share one mail exchanger: it is greeted once, and each asker can turn away alone.
  const greetings = new Map<string, Promise<SmtpAnswer>>();
  const greetOnce = (peer: SmtpPeer): Promise<SmtpAnswer> => {
    const key = `${peer.host} ${peer.address ?? ''} ${peer.port}`;
    const greeting =
      greetings.get(key) ?? greet(peer, dns.within(closing.signal).resolve, client, closing.signal);
    greetings.set(key, greeting);
    return greeting;
  };

  const survey = createEndpointSurveys(client, createPathJudge(options.roots), {
    resolve: dns.within(closing.signal).resolve,
    signal: closing.signal,
  });

  const resolveMany = createMany({
    dns: bulkDns,
    helpers: options.bulkResolvers ?? [],
    timeoutMs: timeouts.dns,
    signal: closing.signal,
  });

  const within = (caller: AbortSignal): Net => {
    const signal = AbortSignal.any([caller, closing.signal]);
    setMaxListeners(0, signal);
    const dnsHere = dns.within(signal);
    return {
      ...dnsHere,
      feeds: options.feeds ?? {},
      resolveMany: (names, asked = {}) => resolveMany(names, { ...asked, signal }),
      fetch: (url, request = {}) => fetchOnce(url, request, dnsHere.resolve, client, signal),
      handshake: (peer) => handshake(peer, dnsHere.resolve, client, signal),
      survey: (peer) => survey(peer, dnsHere.resolve, signal),
      greet: (peer) => orCanceled(greetOnce(peer), signal),
    };
  };

  // One pace for all that one source is asked.
  const pacers = new Map<string, Pacer>();
  const pacerOf = ({ source, requestsPerMinute }: { source?: string; requestsPerMinute: number }): Pacer => {
    const pacer = pacers.get(source ?? '') ?? createPacer(requestsPerMinute);
    if (source !== undefined) pacers.set(source, pacer);
    return pacer;
  };
  const sourceClient = (caller: AbortSignal) => ({
    ...client,
    totalMs: timeouts.source,
    resolve: within(caller).resolve,
    signal: AbortSignal.any([caller, closing.signal]),
  });

  return {
    within,
    resolveMany,
    queries: () => dns.sent() + bulkDns.sent(),
    sourceHttp: (asked) =>
      createSourceHttp({
        ...sourceClient(asked.signal),
        backoffMs: timeouts.backoff,
        pacer: pacerOf(asked),
        incomplete: asked.incomplete,
      }),
    sourceWhois: (asked) => createSourceWhois({ ...sourceClient(asked.signal), pacer: pacerOf(asked) }),
    async close() {
      closing.abort();
      await sockets.closeAll();
    },
  };
}
