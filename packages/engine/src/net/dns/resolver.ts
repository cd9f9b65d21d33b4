import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { unknown } from '@cyborux/contract';
import type { ServerAnswer } from '../../net.ts';
import type { DnsAnswer, DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import { createGate } from '../pace.ts';
import { createDnsCache } from './cache.ts';
import { askServers, type DnsClientOptions } from './client.ts';
import { encodeName } from './name.ts';
import { MAX_ALIASES, readAnswer } from './reading.ts';
import type { DnsServer } from './udp.ts';

/** Questions under way at the recursive resolvers. */
const QUESTIONS_AT_ONCE = 64;

export interface ResolverOptions extends DnsClientOptions {
  /** `address:port`, dialled as given. Default: the system's. */
  resolvers?: readonly string[] | undefined;
  /** Ends every question. */
  signal: AbortSignal;
}

export type SessionResolve = <T extends DnsType>(
  name: string,
  type: T,
  signal: AbortSignal,
) => Promise<DnsAnswer<DnsRecords[T]>>;

export function createResolver(options: ResolverOptions): SessionResolve {
  const servers = (options.resolvers ?? getServers()).map(parseServer);
  const gate = createGate({ perHost: QUESTIONS_AT_ONCE, total: QUESTIONS_AT_ONCE });

  const ask = async (name: string, type: DnsType) => {
    const leave = await gate.enter('', options.signal);
    if (leave === null) return unknown('canceled');
    try {
      return await askServers(servers, { name, type, recursion: true }, options, options.signal);
    } finally {
      leave();
    }
  };

  /** Asks on where a chain of aliases is cut. */
  const walk = async <T extends DnsType>(asked: string, type: T) => {
    let name = asked;
    let ttl = Number.MAX_SAFE_INTEGER;
    const aliases: string[] = [];
    for (;;) {
      const outcome = await ask(name, type);
      if (outcome.state === 'unknown') return { answer: outcome, cacheSeconds: 0 };
      const reading = readAnswer(outcome.message, name, type);
      if (reading.state === 'final') return joinAliases(reading.answer, reading.cacheSeconds, aliases, ttl);
      aliases.push(...reading.aliases);
      ttl = Math.min(ttl, reading.ttl);
      name = reading.name;
      if (aliases.length > MAX_ALIASES || new Set([asked, ...aliases]).size <= aliases.length) {
        return { answer: unknown('servfail', 'The aliases lead in a circle or too far.'), cacheSeconds: 0 };
      }
    }
  };

  const cache = createDnsCache(walk);
  return async (name, type, signal) => {
    const asked = canonicalName(name);
    if (name === '' || encodeName(asked) === null)
      return unknown('malformed', 'The name cannot be asked for.');
    return await cache(asked, type, signal);
  };
}

/** One server's own answer, without recursion. */
export async function askNameServer<T extends DnsType>(
  server: DnsServer,
  name: string,
  type: T,
  options: DnsClientOptions,
  signal: AbortSignal,
): Promise<ServerAnswer<DnsRecords[T]>> {
  const asked = canonicalName(name);
  const outcome = await askServers([server], { name: asked, type, recursion: false }, options, signal);
  if (outcome.state === 'unknown') return outcome;
  const { rcode, authoritative } = outcome.message;
  const reading = readAnswer(outcome.message, asked, type);
  const answer =
    reading.state === 'final'
      ? reading.answer
      : unknown('refused', 'The name is an alias, and the server does not say what is behind it.');
  return { state: 'answered', rcode, authoritative, answer, durationMs: outcome.durationMs };
}

function joinAliases<T>(answer: DnsAnswer<T>, cacheSeconds: number, before: readonly string[], ttl: number) {
  if (before.length === 0) return { answer, cacheSeconds };
  const seconds = Math.min(cacheSeconds, ttl);
  if (answer.state !== 'present') return { answer, cacheSeconds: seconds };
  const aliases = [...before, ...(answer.aliases ?? [])];
  return { answer: { ...answer, aliases, ttl: Math.min(answer.ttl ?? ttl, ttl) }, cacheSeconds: seconds };
}

function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') && !lower.endsWith('\\.') ? lower.slice(0, -1) : lower;
}

/** `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`. */
export function parseServer(text: string): DnsServer {
  if (isIP(text) !== 0) return { host: text, port: 53 };
  const match = /^\[?([^\]]+?)\]?(?::([0-9]{1,5}))?$/.exec(text);
  const [, host = '', port = '53'] = match ?? [];
  if (isIP(host) === 0) throw new Error(`Not a resolver's address: ${text}`);
  return { host, port: Number(port) };
}
