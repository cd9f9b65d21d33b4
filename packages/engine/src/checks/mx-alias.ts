import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import type { LookedUp } from '../protocols/dangling.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const mxAlias = defineCheck({
  id: 'mx-alias',
  title: 'Mail exchangers are no aliases',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc2181#section-10.3',
    'https://www.rfc-editor.org/rfc/rfc5321#section-5.1',
  ],
  needs: { exchangers: part(dnsRecords, exchangersOf) },
  findings: {
    alias: {
      severity: 'low',
      title: 'An MX record leads to an alias',
      remediation: 'Let the MX record name the host that the alias leads to; some senders do not follow it.',
    },
  },
  evaluate({ exchangers }) {
    if (exchangers === null) return notApplicable;
    const judgements = exchangers.flatMap((host) => {
      const [alias] = aliasesOf(host);
      if (alias === undefined) return [];
      return fail('alias', { exchanger: host.name, 'is an alias of': alias }, { subject: host.name });
    });
    if (judgements.length > 0) return judgements;
    const silent = exchangers.find(({ A, AAAA }) => isUnknown(A) && AAAA.state !== 'present');
    return silent === undefined ? pass : open(`${silent.name} could not be looked up.`);
  },
});

function aliasesOf({ A, AAAA }: LookedUp): readonly string[] {
  return [A, AAAA].flatMap((answer) => (answer.state === 'present' ? (answer.aliases ?? []) : []));
}

/** null for a name without mail exchangers. */
function exchangersOf({ MX, exchangers }: DnsRecordsObservation) {
  if (isUnknown(MX)) return MX;
  return exchangers.length === 0 ? null : exchangers;
}
