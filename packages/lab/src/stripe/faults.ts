/**
 * What goes wrong: nothing, a wait before the answer, an error of Stripe's own, too many requests, an answer that is lost
 * after the work was done, nobody who listens.
 */
export type Fault =
  | { kind: 'none' }
  | { kind: 'slow'; ms: number }
  | { kind: 'error'; status: 500 | 502 | 503 }
  | { kind: 'rate-limited' }
  | { kind: 'lost' }
  | { kind: 'refused' };

export interface FaultReach {
  /** The next so many requests; left out: until another fault is set. */
  times?: number;
  /** Requests whose path this matches; left out: all. */
  path?: RegExp;
}

export interface Faults {
  set(fault: Fault, reach?: FaultReach): void;
  /** The fault that this request meets. */
  meet(path: string): Fault;
}

export function createFaults(): Faults {
  let fault: Fault = { kind: 'none' };
  let left = Number.POSITIVE_INFINITY;
  let reaches = /(?:)/;
  return {
    set(next, { times = Number.POSITIVE_INFINITY, path = /(?:)/ } = {}) {
      fault = next;
      left = times;
      reaches = path;
    },
    meet(path) {
      if (left <= 0 || !reaches.test(path)) return { kind: 'none' };
      left -= 1;
      return fault;
    },
  };
}
