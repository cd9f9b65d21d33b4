import { unknown } from '@cyborux/contract';
import type { DnsAnswer, DnsType, Resolve } from '../../../protocols/dns-answer.ts';
import type { BulkAnswer, BulkResult } from './bulk.ts';
import { openFeed } from './feed.ts';
import type { Hit } from './message.ts';
import { openOutlet } from './outlet.ts';
import type { Answer } from './question.ts';
import { createWildcards } from './wildcard.ts';

export interface EachOptions<T extends DnsType> {
  resolve: Resolve;
  /** Default A. */
  type?: T;
  /** Default true. */
  wildcards?: boolean;
  /** Names under way then come out unknown (`canceled`), and the output ends. */
  signal: AbortSignal;
}

const AT_ONCE = 64;

/** `resolveMany` for resolvers that speak no plain DNS: the same results by way of one question after the other. */
export function resolveEach<T extends DnsType = 'A'>(
  names: Iterable<string> | AsyncIterable<string>,
  { resolve, type = 'A' as T, wildcards: areSought = true, signal }: EachOptions<T>,
): AsyncIterable<BulkResult<T>> {
  let under = 0;
  const stop = () => {
    feed.stop();
    pump();
  };
  const outlet = openOutlet<BulkResult<T>>(pump, stop);
  const feed = openFeed(names, pump, (error) => outlet.fail(error));
  const ask = async (name: string): Promise<Answer<T>> => readHit<T>(await resolve(name, type));
  const wildcards = areSought ? createWildcards<T>(ask) : null;

  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  pump();
  return outlet;

  function pump(): void {
    while (under + outlet.size() < AT_ONCE) {
      const name = feed.take();
      if (name === undefined) break;
      under += 1;
      void resolveOne(name);
    }
    if (under > 0 || !feed.ended()) return;
    signal.removeEventListener('abort', stop);
    outlet.end();
  }

  async function resolveOne(name: string): Promise<void> {
    const hit = await ask(name);
    let answer: BulkAnswer<T>;
    if (hit.state !== 'present') answer = hit;
    else answer = { ...hit, wildcard: wildcards === null ? 'unknown' : await wildcards.judge(name, hit) };
    under -= 1;
    outlet.push({ name, answer });
    pump();
  }
}

/** An alias that leads nowhere is there. */
function readHit<T extends DnsType>(answer: DnsAnswer): Answer<T> {
  if (answer.state === 'unknown') return unknown(answer.reason, answer.detail);
  const { aliases = [] } = answer;
  if (answer.state === 'absent' && aliases.length === 0) return { state: 'absent', reason: answer.reason };
  const records = answer.state === 'present' ? (answer.records as Hit<T>['records']) : [];
  const ttl = answer.state === 'present' ? (answer.ttl ?? 0) : 0;
  return { state: 'present', records, aliases, ttl };
}
