import type { DnsType, Resolve } from '../../protocols/dns-answer.ts';
import type { BulkResult } from './bulk/bulk.ts';
import { resolveMany } from './bulk/resolve-many.ts';
import type { DnsServer } from './server.ts';

interface ManyOptions<T extends DnsType> {
  /** The configured resolvers, the first rank of them. */
  resolvers: readonly DnsServer[];
  type: T;
  timeoutMs: number;
  tries: number;
  /** For names one by one, where no resolver takes plain questions. */
  resolve: Resolve;
  signal: AbortSignal;
}

/** Questions under way where they are put one by one. */
const ONE_BY_ONE = 48;

/** The fast path for resolvers that are asked over plain DNS; the ordinary one for those over TLS and HTTPS. */
export function resolveNames<T extends DnsType>(
  names: Iterable<string> | AsyncIterable<string>,
  { resolvers, type, timeoutMs, tries, resolve, signal }: ManyOptions<T>,
): AsyncIterable<BulkResult<T>> {
  const open = resolvers.filter(({ secure }) => secure === undefined);
  if (open.length === 0) return resolveEach(names, type, resolve);
  return resolveMany(names, { resolvers: open, type, timeoutMs, tries: Math.max(3, tries), signal });
}

const ENDED = Symbol('ended');

/** Wildcards are not looked for here: `unknown`. */
async function* resolveEach<T extends DnsType>(
  names: Iterable<string> | AsyncIterable<string>,
  type: T,
  resolve: Resolve,
): AsyncGenerator<BulkResult<T>, void, void> {
  const input =
    Symbol.asyncIterator in names ? names[Symbol.asyncIterator]() : Iterator.from(names[Symbol.iterator]());
  const underway = new Set<Promise<BulkResult<T>>>();
  const take = async () => {
    const next = await input.next();
    return next.done === true ? ENDED : next.value;
  };
  let coming: ReturnType<typeof take> | null = take();
  while (coming !== null || underway.size > 0) {
    const isFull = underway.size >= ONE_BY_ONE;
    const first = await Promise.race([...underway, ...(coming === null || isFull ? [] : [coming])]);
    if (first === ENDED) {
      coming = null;
    } else if (typeof first === 'string') {
      coming = take();
      const asked: Promise<BulkResult<T>> = ask(first, type, resolve).finally(() => underway.delete(asked));
      underway.add(asked);
    } else {
      yield first;
    }
  }
}

async function ask<T extends DnsType>(name: string, type: T, resolve: Resolve): Promise<BulkResult<T>> {
  const answer = await resolve(name, type);
  if (answer.state !== 'present') return { name, answer };
  const { records, aliases = [], ttl = 0 } = answer;
  return { name, answer: { state: 'present', records, aliases, ttl, wildcard: 'unknown' } };
}
