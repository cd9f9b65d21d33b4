import type { ResolveMany } from '../../net.ts';
import { resolveEach } from './bulk/resolve-each.ts';
import { resolveMany } from './bulk/resolve-many.ts';
import type { SessionDns } from './dns.ts';
import { parseServer } from './resolver-address.ts';

export interface ManyContext {
  /** Asked where no resolver speaks plain DNS; keeps the account of all messages. */
  dns: SessionDns;
  /** Resolvers that share the work and are not believed. */
  helpers: readonly string[];
  /** Milliseconds that one question waits at most. */
  timeoutMs: number;
  /** Ends every run. */
  signal: AbortSignal;
}

/** Time-outs without any answer of any resolver, after which all names are unknown. */
const PATIENCE = 10;

/** The fast path of one session. @throws when a helper is not written as an address of plain DNS */
export function createMany({ dns, helpers, timeoutMs, signal: closing }: ManyContext): ResolveMany {
  const untrusted = helpers.map(parsePlain);
  return async function* (names, options = {}) {
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    const servers = (await dns.resolvers()).filter(({ secure }) => secure === undefined);
    if (servers.length === 0) {
      yield* resolveEach(names, { ...options, resolve: dns.within(signal).resolve, signal });
      return;
    }
    const shared =
      untrusted.length === 0 ? { resolvers: servers } : { resolvers: untrusted, trusted: servers };
    const patienceMs = PATIENCE * timeoutMs;
    yield* resolveMany(names, { ...options, ...shared, timeoutMs, patienceMs, spend: dns.spend, signal });
  };
}

function parsePlain(text: string) {
  const server = parseServer(text);
  if (server.secure !== undefined) throw new Error(`Not a resolver of plain DNS: ${text}`);
  return server;
}
