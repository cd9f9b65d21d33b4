import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { BulkOptions, BulkResult } from './bulk.ts';
import { startRun } from './run.ts';

export type { BulkAnswer, BulkOptions, BulkResult, BulkServer, WildcardVerdict } from './bulk.ts';

/**
 * Asks one question for each of very many names, as fast as the resolvers answer, and yields every name once, in the
 * order of the answers. It reads no further ahead than `open` names of the input, begins with the first reader, and ends
 * its sockets when the reader leaves. Throws only what the input throws.
 */
export function resolveMany<T extends DnsType = 'A'>(
  names: Iterable<string> | AsyncIterable<string>,
  options: Omit<BulkOptions<T>, 'type'> & { type?: T },
): AsyncIterable<BulkResult<T>> {
  const type = options.type ?? ('A' as T);
  return { [Symbol.asyncIterator]: () => startRun(names, { ...options, type }) };
}
