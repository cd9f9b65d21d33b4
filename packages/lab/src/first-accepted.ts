const ROUNDS = 3;

/**
 * Asks one after the other, the next as soon as one fails or after `staggerMs` of silence, and takes the first answer
 * that is accepted, late ones too. Those that failed are not asked again. Null when all failed or time is up.
 */
export function firstAccepted<S, T>(
  servers: readonly S[],
  staggerMs: number,
  deadlineMs: number,
  ask: (server: S) => Promise<T | null>,
): Promise<T | null> {
  return new Promise((resolve) => {
    const failed = new Set<S>();
    const order = Array.from({ length: ROUNDS }, () => servers).flat();
    let pending = 0;
    let next: NodeJS.Timeout | undefined;
    const end = setTimeout(() => finish(null), deadlineMs);

    function finish(answer: T | null): void {
      clearTimeout(end);
      clearTimeout(next);
      order.length = 0;
      resolve(answer);
    }

    function start(): void {
      let server = order.shift();
      while (server !== undefined && failed.has(server)) server = order.shift();
      if (server === undefined) {
        if (pending === 0) finish(null);
        return;
      }
      pending += 1;
      next = setTimeout(start, staggerMs);
      void askServer(server);
    }

    async function askServer(server: S): Promise<void> {
      const answer = await ask(server);
      pending -= 1;
      if (answer !== null) return finish(answer);
      failed.add(server);
      clearTimeout(next);
      start();
    }

    start();
  });
}
