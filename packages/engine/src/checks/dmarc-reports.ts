import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type MailPoliciesObservation, mailPolicies, ownPolicy } from '../probes/mail-policies.ts';
import { reportsTo } from '../protocols/dmarc.ts';
import { lint } from '../protocols/dmarc-lint.ts';
import { consents } from '../protocols/dmarc-reports.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const dmarcReports = defineCheck({
  id: 'dmarc-reports',
  title: 'DMARC reports go to someone who may get them',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9990',
    'https://www.rfc-editor.org/rfc/rfc9989#section-4.7',
  ],
  needs: { facts: part(mailPolicies, reportsOfTarget) },
  findings: {
    none: {
      severity: 'info',
      optional: true,
      title: 'Nobody gets DMARC reports',
      remediation:
        'Add `rua=mailto:` with a mailbox that is read, to learn who sends in the name of the domain.',
    },
    malformed: {
      severity: 'low',
      title: 'A DMARC report address is malformed, so that no report goes there',
      remediation: 'Write addresses as `mailto:dmarc@example.com`, several of them divided by commas.',
    },
    unauthorised: {
      severity: 'low',
      title: 'DMARC reports go to a domain that has not agreed to get them, so that none is sent',
      remediation:
        'Ask the owner of the other domain to publish a TXT record `v=DMARC1;` at the name in the evidence, or use an address of your own domain.',
    },
  },
  evaluate({ facts }) {
    if (facts === null) return notApplicable;
    const { record, domain, reports } = facts;
    const evidence = { name: `_dmarc.${domain}`, record: record.text };
    const faults = [
      ...lint(record.text)
        .issues.filter(({ code }) => code === 'report-uri')
        .map(({ start, end, tag, message }) =>
          fail(
            'malformed',
            { ...evidence, place: `${start}-${end}`, problem: message },
            { subject: tag ?? '' },
          ),
        ),
      ...reports.flatMap(({ host, consent }) => {
        if (consent === null || consents(consent.answer) !== false) return [];
        return [
          fail('unauthorised', { ...evidence, 'missing record': `${consent.name} TXT` }, { subject: host }),
        ];
      }),
    ];
    if (faults.length > 0) return faults;
    const unsure = reports.find(({ relation, consent }) =>
      consent === null ? relation === 'unknown' : consents(consent.answer) === null,
    );
    if (unsure !== undefined) return open(`Whether ${unsure.host} agrees is not known.`);
    return reportsTo(record) ? pass : fail('none', evidence);
  },
});

function reportsOfTarget(seen: MailPoliciesObservation) {
  const policy = ownPolicy(seen);
  if (policy === null || isUnknown(policy)) return policy;
  return { record: policy.record, domain: policy.domain, reports: seen.reports };
}
