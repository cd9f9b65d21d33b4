import { createHash } from 'node:crypto';
import { knownPrime } from '../../protocols/tls-dh.ts';
import { bitLength } from '../../protocols/tls-server-messages.ts';
import { suiteOf } from '../../protocols/tls-suite.ts';
import type { DhParameters } from '../../protocols/tls-survey.ts';
import type { HelloOutcome } from './ask.ts';

/** Gathers the parameters of finite-field Diffie-Hellman that come by in flights: they may depend on the suite. */
export interface DhCollection {
  take(outcome: HelloOutcome): void;
  all(): DhParameters[];
}

const MAX_PRIMES = 16;

export function collectDh(): DhCollection {
  const found = new Map<string, DhParameters>();
  return {
    take(outcome) {
      const dh = outcome.state === 'answered' ? outcome.flight.keyExchange?.dh : undefined;
      if (outcome.state !== 'answered' || dh === undefined || dh === null || found.size === MAX_PRIMES)
        return;
      const suite = suiteOf(outcome.hello.suite);
      const sha256 = createHash('sha256').update(dh.prime).digest('hex');
      const isAnonymous = suite?.authentication === 'anon';
      const isExport = suite?.isExport ?? false;
      const known = knownPrime(dh.prime);
      const bits = bitLength(dh.prime);
      found.set(`${sha256} ${isExport} ${isAnonymous}`, { bits, known, sha256, isExport, isAnonymous });
    },
    all: () => [...found.values()],
  };
}
