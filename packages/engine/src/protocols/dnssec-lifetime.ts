/** The times of a signature, in seconds since 1970 (RFC 4034 section 3.1.5). */
export interface Lifetime {
  inception: number;
  expiration: number;
}

const HOUR = 3600;
const DAY = 86_400;
const LONG = 180 * DAY;

export type LifetimeState = 'expired' | 'not-yet-valid' | 'soon' | 'long' | 'fine';

/**
 * How a signature stands at a time. Signers that sign on the fly, or anew each few days, have short lifetimes by design:
 * what is left is measured by the whole.
 */
export function lifetimeState({ inception, expiration }: Lifetime, now: number): LifetimeState {
  const left = difference(expiration, now);
  const whole = difference(expiration, inception);
  if (left < 0) return 'expired';
  if (difference(now, inception) < 0) return 'not-yet-valid';
  if (left < 12 * HOUR || left < whole / 10 || (left < DAY && left < whole / 5)) return 'soon';
  return whole > LONG ? 'long' : 'fine';
}

/** The signature of a set that carries it furthest: a set is no worse than its best one. */
export function best<T extends Lifetime>(signatures: readonly T[], now: number): T | null {
  const rank = (each: T) => RANKS[lifetimeState(each, now)];
  const sorted = signatures.toSorted(
    (one, other) => rank(other) - rank(one) || difference(other.expiration, one.expiration),
  );
  return sorted[0] ?? null;
}

const RANKS: Readonly<Record<LifetimeState, number>> = {
  expired: 0,
  'not-yet-valid': 1,
  soon: 2,
  long: 3,
  fine: 4,
};

/** Modulo 2^32 (RFC 1982). */
function difference(one: number, other: number): number {
  return (one - other) | 0;
}
