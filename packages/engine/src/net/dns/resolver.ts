import { unknown } from '@cyborux/contract';
import type { DnsAnswer, DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import { askServers } from './ask-servers.ts';
import { createCache, type Remembered } from './cache.ts';
import type { DnsClient, DnsUnknown } from './client.ts';
import type { Iteration } from './iteration.ts';
import type { DnsMessage } from './message.ts';
import { encodeName } from './name.ts';
import { canonicalName } from './name-tree.ts';
import { MAX_ALIASES, readAnswer } from './reading.ts';
import type { DnsServer } from './server.ts';

export interface ResolverOptions {
  client: DnsClient;
  /** Recursive resolvers. Those of the next rank are asked when those before give no answer. */
  ranks: readonly (readonly DnsServer[])[];
  /** Down from the root, when no resolver gives an answer. Null: not at all. */
  iteration: Iteration | null;
  /** Ends every question. */
  signal: AbortSignal;
}

export type SessionResolve = <T extends DnsType>(
  name: string,
  type: T,
  signal: AbortSignal,
) => Promise<DnsAnswer<DnsRecords[T]>>;

type Outcome = { state: 'replied'; message: DnsMessage } | DnsUnknown;

/** RFC 9520 section 3.2: a failure is remembered too, so that many askers do not each wait for it. */
const FAILURE_SECONDS = 5;

export function createResolver({ client, ranks, iteration, signal }: ResolverOptions): SessionResolve {
  const ask = async (name: string, type: DnsType): Promise<Outcome> => {
    let last: DnsUnknown = unknown('unreachable', 'There is no server to ask.');
    for (const servers of ranks) {
      const asked = await askServers(client, servers, { name, type, recursion: true }, {}, signal);
      if (asked.state === 'replied') return asked;
      last = unknown(asked.reason, asked.detail);
      if (asked.reason === 'canceled' || asked.reason === 'budget') return last;
    }
    return iteration === null ? last : await iterate(iteration, name, type);
  };

  const iterate = async (down: Iteration, name: string, type: DnsType): Promise<Outcome> => {
    const walked = await down.walk({ name, type }, false, signal);
    return walked.state === 'answered' ? { state: 'replied', message: walked.message } : walked;
  };

  /** Asks on where a chain of aliases is cut. */
  const chase = async <T extends DnsType>(
    asked: string,
    type: T,
  ): Promise<Remembered<DnsAnswer<DnsRecords[T]>>> => {
    let name = asked;
    let ttl = Number.MAX_SAFE_INTEGER;
    const aliases: string[] = [];
    for (;;) {
      const outcome = await ask(name, type);
      if (outcome.state === 'unknown') return failed(outcome);
      const reading = readAnswer(outcome.message, name, type);
      if (reading.state === 'final') {
        const { answer, cacheSeconds } = reading;
        return answer.state === 'unknown' ? failed(answer) : joinAliases(answer, cacheSeconds, aliases, ttl);
      }
      aliases.push(...reading.aliases);
      ttl = Math.min(ttl, reading.ttl);
      name = reading.name;
      if (aliases.length > MAX_ALIASES || new Set([asked, ...aliases]).size <= aliases.length) {
        return failed(unknown('servfail', 'The aliases lead in a circle or too far.'));
      }
    }
  };

  const cache = createCache<DnsAnswer>();
  return async <T extends DnsType>(name: string, type: T, caller: AbortSignal) => {
    const asked = canonicalName(name);
    if (name === '' || encodeName(asked) === null)
      return unknown('malformed', 'The name cannot be asked for.');
    const answer = await cache(`${type} ${asked}`, () => chase(asked, type), caller);
    return answer as DnsAnswer<DnsRecords[T]>;
  };
}

function failed(value: DnsUnknown): Remembered<DnsUnknown> {
  return { value, seconds: FAILURE_SECONDS };
}

function joinAliases<T>(
  value: DnsAnswer<T>,
  cacheSeconds: number,
  before: readonly string[],
  ttl: number,
): Remembered<DnsAnswer<T>> {
  if (before.length === 0) return { value, seconds: cacheSeconds };
  const seconds = Math.min(cacheSeconds, ttl);
  if (value.state === 'unknown') return { value, seconds };
  const aliases = [...before, ...(value.aliases ?? [])];
  if (value.state === 'absent') return { value: { ...value, aliases }, seconds };
  return { value: { ...value, aliases, ttl: Math.min(value.ttl ?? ttl, ttl) }, seconds };
}
