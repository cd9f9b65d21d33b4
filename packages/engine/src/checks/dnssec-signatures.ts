import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnssecObservation, dnssec } from '../probes/dnssec.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { best, type LifetimeState, lifetimeState } from '../protocols/dnssec-lifetime.ts';
import type { ObservedSignature } from '../protocols/signed-server.ts';

const DAY = 86_400;

interface SignatureSet {
  /** `SOA`, `SOA at ns1.example.com 192.0.2.1`. */
  what: string;
  signatures: readonly ObservedSignature[];
}

export const dnssecSignatures = defineCheck({
  id: 'dnssec-signatures',
  title: 'The signatures of the zone are valid for a while',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc4035#section-5.3.1',
    'https://www.rfc-editor.org/rfc/rfc6781#section-4.4.2',
  ],
  needs: { sets: part(dnssec, setsOf) },
  findings: {
    expired: {
      severity: 'high',
      title: 'A signature of the zone has expired',
      remediation:
        'Sign the zone anew now, find out why the signer stopped, and see that every name server has the new zone.',
    },
    'not-yet-valid': {
      severity: 'high',
      title: 'A signature of the zone is not valid yet',
      remediation: 'Set the clock of the signer right and sign the zone anew.',
    },
    'expires-soon': {
      severity: 'medium',
      title: 'A signature of the zone expires soon',
      remediation: 'See that the signer runs and that its new signatures reach every name server in time.',
    },
    'lifetime-long': {
      severity: 'info',
      optional: true,
      title: 'Signatures of the zone are valid for more than half a year',
      remediation:
        'Let signatures last some weeks and have the signer renew them: an old answer can be replayed until its signature expires.',
    },
  },
  evaluate({ sets }, { observedAt }) {
    if (sets === null) return notApplicable;
    if (sets.length === 0) return open('No signature of the zone was seen.');
    const now = Math.floor(observedAt.getTime() / 1000);
    const judged = sets.flatMap((set) => {
      const signature = best(set.signatures, now);
      return signature === null ? [] : [{ what: set.what, signature, state: lifetimeState(signature, now) }];
    });
    const judgements = KEYS.flatMap(([state, finding]) => {
      const found = judged.filter((each) => each.state === state);
      const [first] = found;
      if (first === undefined) return [];
      const { inception, expiration } = first.signature;
      return fail(finding, {
        records: found.map(({ what }) => what).join(', '),
        inception: time(inception),
        expiration: time(expiration),
        'lifetime in days': Math.round((10 * (expiration - inception)) / DAY) / 10,
      });
    });
    return judgements.length > 0 ? judgements : pass;
  },
});

const KEYS = [
  ['expired', 'expired'],
  ['not-yet-valid', 'not-yet-valid'],
  ['soon', 'expires-soon'],
  ['long', 'lifetime-long'],
] as const satisfies readonly (readonly [LifetimeState, string])[];

/** null when the zone is not signed, or no DS record has anybody look at its signatures. */
function setsOf(seen: Exclude<DnssecObservation, { state: 'unknown' }>) {
  if (seen.state === 'absent' || seen.DNSKEY.state === 'absent' || seen.DS.state === 'absent') return null;
  if (isUnknown(seen.DNSKEY)) return seen.DNSKEY;
  const sets: SignatureSet[] = [];
  for (const [type, signatures] of Map.groupBy(seen.signatures, (each) => each.type)) {
    sets.push({ what: type, signatures });
  }
  for (const { name, address, signatures } of seen.servers) {
    if (isUnknown(signatures) || signatures.length === 0) continue;
    sets.push({ what: `SOA at ${name} ${address}`, signatures });
  }
  return sets;
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
