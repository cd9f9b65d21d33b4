import { setTimeout as sleep } from 'node:timers/promises';

/** Lets so many in at once, to one host and in all. */
export interface Gate {
  /** Comes back with the way out, or null when the signal was raised before there was room. */
  enter(host: string, signal: AbortSignal): Promise<(() => void) | null>;
}

interface Waiter {
  admit(leave: () => void): void;
}

/** Fair: within a host first come first served, between hosts in turn, so that one host's queue holds up no other. */
export function createGate(limits: { perHost: number; total: number }): Gate {
  const queues = new Map<string, Waiter[]>();
  const inside = new Map<string, number>();
  let total = 0;

  const admit = (host: string, waiter: Waiter) => {
    total += 1;
    inside.set(host, (inside.get(host) ?? 0) + 1);
    let left = false;
    waiter.admit(() => {
      if (left) return;
      left = true;
      total -= 1;
      const remaining = (inside.get(host) ?? 1) - 1;
      if (remaining === 0) inside.delete(host);
      else inside.set(host, remaining);
      fill();
    });
  };

  const fill = () => {
    for (const [host, queue] of [...queues]) {
      if (total >= limits.total) return;
      if ((inside.get(host) ?? 0) >= limits.perHost) continue;
      const waiter = queue.shift();
      queues.delete(host);
      if (queue.length > 0) queues.set(host, queue);
      if (waiter !== undefined) admit(host, waiter);
    }
  };

  const withdraw = (host: string, waiter: Waiter) => {
    const rest = (queues.get(host) ?? []).filter((other) => other !== waiter);
    if (rest.length === 0) queues.delete(host);
    else queues.set(host, rest);
  };

  return {
    enter(host, signal) {
      if (signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const cancel = () => {
          withdraw(host, waiter);
          resolve(null);
        };
        const waiter: Waiter = {
          admit(leave) {
            signal.removeEventListener('abort', cancel);
            resolve(leave);
          },
        };
        signal.addEventListener('abort', cancel, { once: true });
        const queue = queues.get(host);
        if (queue === undefined) queues.set(host, [waiter]);
        else queue.push(waiter);
        fill();
      });
    },
  };
}

/** Waits until one more request keeps to so many in any minute. Rejects when the signal is raised. */
export type Pacer = (signal: AbortSignal) => Promise<void>;

export function createPacer(perWindow: number, windowMs = 60_000, now = () => performance.now()): Pacer {
  const starts: number[] = [];
  return async (signal) => {
    signal.throwIfAborted();
    const at = now();
    const earliest = starts.length < perWindow ? at : Math.max(at, (starts.shift() ?? at) + windowMs);
    starts.push(earliest);
    if (earliest > at) await sleep(earliest - at, undefined, { signal });
  };
}
