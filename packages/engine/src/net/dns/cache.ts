import type { DnsAnswer, DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import { orCanceled } from '../deadline.ts';

export type Walk = <T extends DnsType>(
  name: string,
  type: T,
) => Promise<{ answer: DnsAnswer<DnsRecords[T]>; cacheSeconds: number }>;

interface Entry {
  answer: Promise<DnsAnswer>;
  expiresAt: number;
}

const MAX_ENTRIES = 50_000;
/** RFC 9520 section 3.2: a failure is remembered too, so that many askers do not each wait for it. */
const FAILURE_SECONDS = 5;

/** Remembers answers as long as they say; a question under way is shared. Each asker can turn away alone. */
export function createDnsCache(walk: Walk, now = () => performance.now()) {
  const entries = new Map<string, Entry>();

  return async <T extends DnsType>(
    name: string,
    type: T,
    signal: AbortSignal,
  ): Promise<DnsAnswer<DnsRecords[T]>> => {
    const key = `${type} ${name}`;
    const known = entries.get(key);
    if (known !== undefined && known.expiresAt > now()) {
      return await orCanceled(known.answer as Promise<DnsAnswer<DnsRecords[T]>>, signal);
    }
    const oldest = entries.size >= MAX_ENTRIES ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    const walked = walk(name, type);
    const answer = walked.then((outcome) => outcome.answer);
    const entry: Entry = { answer, expiresAt: Number.POSITIVE_INFINITY };
    entries.delete(key);
    entries.set(key, entry);
    walked.then(
      (outcome) => {
        const seconds = outcome.answer.state === 'unknown' ? FAILURE_SECONDS : outcome.cacheSeconds;
        entry.expiresAt = now() + seconds * 1000;
      },
      () => entries.delete(key),
    );
    return await orCanceled(answer, signal);
  };
}
