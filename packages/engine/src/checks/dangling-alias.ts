import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isNxdomain } from '../protocols/dangling.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const danglingAlias = defineCheck({
  id: 'dangling-alias',
  title: 'Aliases lead to names that exist',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.4',
    'https://www.rfc-editor.org/rfc/rfc6604',
    'https://cheatsheetseries.owasp.org/cheatsheets/Subdomain_Takeover_Prevention_Cheat_Sheet.html',
  ],
  needs: { way: part(dnsRecords, wayOf) },
  findings: {
    nowhere: {
      severity: 'medium',
      title: 'The alias leads to a name that does not exist',
      remediation:
        'Remove the CNAME record, or let it lead to where the service is now. Whoever can make the missing name gets the traffic of this one.',
    },
    registrable: {
      severity: 'high',
      title: 'The alias leads into a domain that nobody has registered',
      remediation:
        'Remove the CNAME record now, or register the domain. Whoever registers it serves content, receives mail and gets certificates in the name of this host.',
    },
  },
  evaluate({ way }, { entity }) {
    if (way === null) return notApplicable;
    if (way === 'somewhere') return pass;
    const { aliases, registration } = way;
    const evidence = { name: entity.name, 'leads to': aliases.join(' -> ') };
    const subject = aliases.at(-1) ?? '';
    if (registration?.state === 'free') {
      return fail('registrable', { ...evidence, 'not registered': registration.domain }, { subject });
    }
    // Names with underscores hold proofs for machines, whose other end comes and goes.
    if (entity.name.includes('_')) return notApplicable;
    return fail('nowhere', evidence, { subject });
  },
});

/** null for a name that is no alias. */
function wayOf({ A, CNAME, deadEnd }: DnsRecordsObservation) {
  if (CNAME.state === 'absent') return null;
  if (isUnknown(CNAME)) return CNAME;
  if (isUnknown(A)) return A;
  if (!isNxdomain(A)) return 'somewhere' as const;
  return (
    deadEnd ?? {
      state: 'unknown' as const,
      reason: 'servfail' as const,
      detail: 'the aliases could not be followed',
    }
  );
}
