/** What has been found out and not yet been read. */
export interface Outlet<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** After what is there has been read. */
  end(): void;
  fail(error: unknown): void;
  size(): number;
}

const COMPACT = 4_096;

/**
 * @param taken called after each value that is read
 * @param left called when the reader wants no more
 */
export function openOutlet<T>(taken: () => void, left: () => void): Outlet<T> {
  let values: T[] = [];
  let head = 0;
  let ended = false;
  let failure: { error: unknown } | null = null;
  let waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];

  const close = () => {
    ended = true;
    const unserved = waiting;
    waiting = [];
    for (const { resolve } of unserved) resolve({ value: undefined, done: true });
  };

  const iterator: AsyncIterator<T, undefined> = {
    next() {
      if (head < values.length) {
        const value = values[head] as T;
        head += 1;
        if (head === values.length || head === COMPACT) {
          values = values.slice(head);
          head = 0;
        }
        taken();
        return Promise.resolve({ value, done: false });
      }
      if (failure !== null) {
        const { error } = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (ended) return Promise.resolve({ value: undefined, done: true });
      const reader = Promise.withResolvers<IteratorResult<T, undefined>>();
      waiting.push(reader);
      return reader.promise;
    },
    return() {
      values = [];
      head = 0;
      failure = null;
      close();
      left();
      return Promise.resolve({ value: undefined, done: true });
    },
  };

  return {
    push(value) {
      if (ended) return;
      const reader = waiting.shift();
      if (reader === undefined) {
        values.push(value);
        return;
      }
      taken();
      reader.resolve({ value, done: false });
    },
    end: close,
    fail(error) {
      if (ended) return;
      const reader = waiting.shift();
      if (reader === undefined) failure = { error };
      else reader.reject(error);
      close();
    },
    size: () => values.length - head,
    [Symbol.asyncIterator]: () => iterator,
  };
}
