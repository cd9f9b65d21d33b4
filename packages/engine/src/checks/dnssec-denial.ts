import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnssecObservation, dnssec, type SignedZoneFacts } from '../probes/dnssec.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';

export const dnssecDenial = defineCheck({
  id: 'dnssec-denial',
  title: 'The zone proves what does not exist, and tells no more by it',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9276',
    'https://www.rfc-editor.org/rfc/rfc5155',
    'https://www.rfc-editor.org/rfc/rfc4470',
  ],
  needs: { zone: part(dnssec, signedZone) },
  findings: {
    broken: {
      severity: 'high',
      title: 'The zone does not prove that a name or type does not exist',
      remediation:
        'Sign the zone anew with a complete NSEC or NSEC3 chain. Validating resolvers answer with an error for whatever is missing, and mail to the domain may bounce for it.',
    },
    iterations: {
      severity: 'low',
      title: 'Names are hashed more than once in denials (NSEC3 iterations)',
      remediation:
        'Set the NSEC3 iterations to 0, for example `1 0 0 -`. Further rounds hide nothing, and resolvers may treat the zone as unsigned.',
    },
    salt: {
      severity: 'info',
      title: 'Names are hashed with a salt in denials (NSEC3)',
      remediation:
        'Drop the NSEC3 salt (`-`): it protects nothing that the zone name does not protect already.',
    },
    walkable: {
      severity: 'info',
      title: 'All names of the zone can be listed by following its NSEC records',
      remediation:
        'When names of the zone are not meant to be public, let the signer answer with minimally covering NSEC records, or use NSEC3 (`1 0 0 -`).',
    },
    'opt-out': {
      severity: 'info',
      title: 'Denials leave out unsigned delegations (NSEC3 opt-out)',
      remediation: 'Sign without opt-out: it serves registries with very many delegations alone.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const judgements = [...brokenIn(zone), ...hashingOf(zone), ...walkOf(zone)];
    if (judgements.length > 0) return judgements;
    const [soa, ...others] = zone.verdicts;
    if (soa?.state === 'unknown' || soa?.state === 'bogus') return open(soa.detail);
    const unknown = others.find(({ state, unmade, absent }) => (unmade || absent) && state === 'unknown');
    if (unknown !== undefined) return open(unknown.detail);
    return isUnknown(zone.NSEC3PARAM) ? open('The zone did not tell its NSEC3 parameters.') : pass;
  },
});

/** null when the zone is not signed. */
function signedZone(seen: Exclude<DnssecObservation, { state: 'unknown' }>) {
  if (seen.state === 'absent' || seen.DNSKEY.state === 'absent') return null;
  return isUnknown(seen.DNSKEY) ? seen.DNSKEY : seen;
}

/** What is asked for it alone, and what the zone lacks of the usual types. */
function brokenIn({ verdicts, zone }: SignedZoneFacts) {
  return verdicts
    .filter(({ state, unmade, absent, zone: at }) => state === 'bogus' && (unmade || absent) && at === zone)
    .slice(0, 1)
    .map(({ name, type, reason, detail }) =>
      fail('broken', { question: `${name} ${type}`, zone, reason, detail }),
    );
}

function hashingOf({ zone, denial, NSEC3PARAM }: SignedZoneFacts) {
  const seen = denial?.kind === 'nsec3' ? denial : null;
  const [published] = recordsOf(NSEC3PARAM);
  // With NSEC in use, the parameters are those of a chain in the making.
  const parameters = seen ?? (denial === null ? published : undefined);
  if (parameters === undefined) return [];
  const { iterations, salt } = parameters;
  return [
    ...(iterations > 0 ? [fail('iterations', { zone, iterations })] : []),
    ...(salt !== '' ? [fail('salt', { zone, salt })] : []),
    ...(seen?.optOut ? [fail('opt-out', { zone })] : []),
  ];
}

/** A next name that begins with a zero octet is made up by the signer (RFC 4470, RFC 9824). */
function walkOf({ zone, denial, next }: SignedZoneFacts) {
  if (denial?.kind !== 'nsec' || next === null || next === zone || next.startsWith('\\000')) return [];
  return [fail('walkable', { zone, 'name after the apex': next })];
}
