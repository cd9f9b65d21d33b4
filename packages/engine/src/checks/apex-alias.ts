import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';

export const apexAlias = defineCheck({
  id: 'apex-alias',
  title: 'The domain itself is no alias',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2',
    'https://www.rfc-editor.org/rfc/rfc2181#section-10.1',
  ],
  needs: { alias: part(dnsRecords, aliasOf) },
  findings: {
    alias: {
      severity: 'medium',
      title: 'A CNAME record stands at the domain itself',
      remediation:
        'Replace the CNAME by address records, or by the ALIAS or ANAME of your DNS provider: beside a CNAME the SOA, NS and MX records of the domain count for nothing.',
    },
  },
  evaluate({ alias }, { entity, target }) {
    // Only a registered domain is sure to begin a zone; a host may well be an alias.
    if (alias === null || entity.name !== target.registrable) return notApplicable;
    if (alias.target === null) return pass;
    return fail('alias', { name: entity.name, CNAME: alias.target });
  },
});

/** null elsewhere than at the target, and when that does not exist. */
function aliasOf({ apex, CNAME }: DnsRecordsObservation) {
  if (apex === null || (CNAME.state === 'absent' && CNAME.reason === 'nxdomain')) return null;
  return isUnknown(CNAME) ? CNAME : { target: recordsOf(CNAME)[0] ?? null };
}
