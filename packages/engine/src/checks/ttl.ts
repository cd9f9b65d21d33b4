import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isNxdomain } from '../protocols/dangling.ts';

const SHORT = 30;
const WEEK = 604_800;

export const ttl = defineCheck({
  id: 'ttl',
  title: 'Records may be held for a sensible time',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.2',
    'https://www.rfc-editor.org/rfc/rfc8767#section-4',
  ],
  needs: { ttls: part(dnsRecords, ttlsOf) },
  findings: {
    short: {
      severity: 'info',
      optional: true,
      title: 'Records of the domain may be held for seconds only',
      remediation:
        'Let the records live for five minutes or more (NS records for hours), so that the domain survives a short outage of its name servers.',
    },
    long: {
      severity: 'info',
      optional: true,
      title: 'Records of the domain may be held for more than a week',
      remediation: 'Let no record live longer than a day or two, or a mistake stays for as long as it does.',
    },
  },
  evaluate({ ttls }, { entity }) {
    if (ttls === null) return notApplicable;
    const text = (found: typeof ttls) => found.map(({ type, seconds }) => `${type} ${seconds}`).join(', ');
    const short = ttls.filter(({ seconds }) => seconds < SHORT);
    const long = ttls.filter(({ seconds }) => seconds > WEEK);
    const judgements = [
      ...(short.length > 0 ? [fail('short', { name: entity.name, seconds: text(short) })] : []),
      ...(long.length > 0 ? [fail('long', { name: entity.name, seconds: text(long) })] : []),
    ];
    return judgements.length > 0 ? judgements : pass;
  },
});

/** As a server of the zone gives them; null elsewhere than at a target that is a zone. */
function ttlsOf({ A, apex }: DnsRecordsObservation) {
  if (apex === null || apex.NS.state === 'absent' || isNxdomain(A)) return null;
  if (apex.ttls !== null) return apex.ttls;
  return { state: 'unknown' as const, reason: 'timeout' as const, detail: 'no server of the zone told them' };
}
