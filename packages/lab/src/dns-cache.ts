export interface Cache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, ttlSeconds: number): void;
}

const LARGEST = 20_000;

/** Values that expire. When it is full it starts afresh. */
export function createCache<T>(): Cache<T> {
  const entries = new Map<string, { value: T; expires: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.expires > performance.now() ? entry.value : undefined;
    },
    set(key, value, ttlSeconds) {
      if (ttlSeconds <= 0) return;
      if (entries.size >= LARGEST) entries.clear();
      entries.set(key, { value, expires: performance.now() + ttlSeconds * 1000 });
    },
  };
}
