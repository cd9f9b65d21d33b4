import { undecided } from './dnssec-failure.ts';
import type { Name } from './dnssec-name.ts';

/**
 * What one validation may cost. An honest chain of six zones with some aliases needs about 40 queries, 40 verifications
 * and 2,000 rounds of hashing; KeyTrap (CVE-2023-50387) and NSEC3 (CVE-2023-50868) attacks want millions.
 */
const LIMITS = { queries: 160, verifications: 256, digests: 256, hashRounds: 100_000 };

export type Budget = { [C in keyof typeof LIMITS]: number };

export function newBudget(): Budget {
  return { ...LIMITS };
}

/** Throws a DnssecFailure when nothing is left. */
export function spend(budget: Budget, what: keyof Budget, zone: Name, amount = 1): void {
  if (budget[what] < amount) throw undecided('budget', zone, `The answer would cost too many ${what}.`);
  budget[what] -= amount;
}
