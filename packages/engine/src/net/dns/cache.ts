import { orCanceled, type Stopped } from '../deadline.ts';

interface Entry<T> {
  value: Promise<T>;
  expiresAt: number;
}

export interface Remembered<T> {
  value: T;
  /** How long it holds; 0: only those who asked meanwhile share it. */
  seconds: number;
}

/** Finds a value by its key, or has it found. */
export type Cache<T> = (
  key: string,
  find: () => Promise<Remembered<T>>,
  signal: AbortSignal,
) => Promise<T | Stopped>;

const MAX_ENTRIES = 50_000;

/** Remembers values as long as they say; a question under way is shared. Each asker can turn away alone. */
export function createCache<T>({
  now = () => performance.now(),
  maxEntries = MAX_ENTRIES,
}: {
  now?: () => number;
  maxEntries?: number;
} = {}): Cache<T> {
  const entries = new Map<string, Entry<T>>();

  return async (key, find, signal) => {
    const known = entries.get(key);
    if (known !== undefined && known.expiresAt > now()) return await orCanceled(known.value, signal);
    const oldest = entries.size >= maxEntries ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    const found = find();
    const value = found.then((remembered) => remembered.value);
    const entry: Entry<T> = { value, expiresAt: Number.POSITIVE_INFINITY };
    entries.delete(key);
    entries.set(key, entry);
    found.then(
      ({ seconds }) => {
        entry.expiresAt = now() + seconds * 1000;
      },
      () => entries.delete(key),
    );
    return await orCanceled(value, signal);
  };
}
