import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { recordsOf } from '../protocols/dns-answer.ts';

export const dnsWildcard = defineCheck({
  id: 'dns-wildcard',
  title: 'Names that nobody made lead nowhere',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc4592'],
  needs: { random: part(dnsRecords, randomAnswers) },
  findings: {
    wildcard: {
      severity: 'info',
      title: 'Any name below the domain leads to an address',
      remediation:
        'List the names that are in use and drop the wildcard record. When it is needed, see that the server behind it refuses host names that it does not know.',
    },
  },
  evaluate({ random }) {
    if (random === null) return notApplicable;
    const [answered] = random;
    if (answered === undefined) return pass;
    return fail('wildcard', { name: answered.name, 'leads to': answered.addresses.slice(0, 5).join(', ') });
  },
});

/** The random names that lead to an address; null elsewhere than at the target, and where that does not exist. */
function randomAnswers({ apex, A: own }: DnsRecordsObservation) {
  if (apex === null || (own.state === 'absent' && own.reason === 'nxdomain')) return null;
  const answered = apex.random
    .map(({ name, A, AAAA }) => ({ name, addresses: [...recordsOf(A), ...recordsOf(AAAA)] }))
    .filter(({ addresses }) => addresses.length > 0);
  if (answered.length > 0) return answered;
  return (
    apex.random.flatMap(({ A, AAAA }) => [A, AAAA]).find((answer) => answer.state === 'unknown') ?? answered
  );
}
