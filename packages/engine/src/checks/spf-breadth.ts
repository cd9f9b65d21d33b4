import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { mailPolicies, ownSpfRecords } from '../probes/mail-policies.ts';
import { lint } from '../protocols/spf-lint.ts';

const MAX_REPORTED = 10;

export const spfBreadth = defineCheck({
  id: 'spf-breadth',
  title: 'The SPF record lets no more networks send than need be',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7208#section-11.4'],
  needs: { own: part(mailPolicies, ownSpfRecords) },
  findings: {
    'broad-network': {
      severity: 'medium',
      title: 'The SPF record lets a very large network send',
      remediation:
        'Name the addresses of your own servers alone; a network of one organization is seldom wider than /24.',
    },
    'provider-wide': {
      severity: 'low',
      title: "The SPF record lists a provider's whole network, which all of its customers share",
      remediation:
        "Put the provider's own include in its place, so that the list stays current, and let DKIM tell its customers apart.",
    },
  },
  evaluate({ own }) {
    if (own === null) return notApplicable;
    const faults = own.records.flatMap(({ domain, record }) =>
      lint(record).issues.flatMap(({ code, start, end, text, message }) => {
        const key = code === 'broad-network' ? code : code === 'shared-network' ? 'provider-wide' : null;
        if (key === null) return [];
        const evidence = { name: domain, term: text, place: `${start}-${end}`, problem: message, record };
        return [fail(key, evidence, { subject: `${domain} ${text}` })];
      }),
    );
    if (faults.length > 0) return faults.slice(0, MAX_REPORTED);
    return own.complete ? pass : open('Not every record of the domain is known.');
  },
});
