import { setTimeout as delay } from 'node:timers/promises';

const LATE = Symbol('late');

/**
 * Gathers what comes within a time, up to a number. While a batch is being used nothing is taken from the source, save
 * for one item ahead. What came before an error is given out before it is thrown.
 */
export async function* batches<T>(
  source: AsyncIterable<T>,
  limit: { size: number; ms: number },
): AsyncGenerator<T[], void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (let ended = false; !ended; ) {
      const first = await next;
      if (first.done) return;
      const batch = [first.value];
      next = iterator.next();
      const timer = new AbortController();
      const late = delay(limit.ms, LATE, { signal: timer.signal }).catch(() => LATE);
      while (batch.length < limit.size) {
        const item = await Promise.race([next, late]).catch(() => LATE);
        if (typeof item === 'symbol') break;
        ended = item.done === true;
        if (item.done) break;
        batch.push(item.value);
        next = iterator.next();
      }
      timer.abort();
      yield batch;
    }
  } finally {
    next.catch(() => undefined);
    await iterator.return?.();
  }
}
