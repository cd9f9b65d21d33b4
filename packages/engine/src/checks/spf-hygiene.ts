import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { mailPolicies, ownSpfRecords } from '../probes/mail-policies.ts';
import { lint } from '../protocols/spf-lint.ts';

const MAX_REPORTED = 10;
const KEYS = ['ptr', 'too-long', 'after-all', 'duplicate'] as const;

export const spfHygiene = defineCheck({
  id: 'spf-hygiene',
  title: 'The SPF record is well kept',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc7208#section-5.5',
    'https://www.rfc-editor.org/rfc/rfc7208#section-3.4',
  ],
  needs: { own: part(mailPolicies, ownSpfRecords) },
  findings: {
    ptr: {
      severity: 'low',
      title: 'The SPF record uses ptr, which receivers may leave out',
      remediation: 'Name the servers by `ip4`, `ip6` or `a` in its place.',
    },
    'too-long': {
      severity: 'low',
      title: 'The SPF record is too long for a small DNS answer',
      remediation:
        'Keep the record under 450 characters: join neighbouring addresses into networks, and move a part of the terms into a record of its own that you include.',
    },
    'after-all': {
      severity: 'info',
      title: 'Terms of the SPF record are never looked at',
      remediation: 'Put `all` last, and leave out a `redirect` beside it.',
    },
    duplicate: {
      severity: 'info',
      title: 'A term of the SPF record stands more than once',
      remediation: 'Take the second one out.',
    },
  },
  evaluate({ own }) {
    if (own === null) return notApplicable;
    const faults = own.records.flatMap(({ domain, record }) =>
      lint(record).issues.flatMap(({ code, start, end, text, message }) => {
        const key = KEYS.find((each) => each === code);
        if (key === undefined) return [];
        const evidence = { name: domain, term: text, place: `${start}-${end}`, problem: message, record };
        return [fail(key, evidence, { subject: `${domain} ${key === 'too-long' ? '' : text}` })];
      }),
    );
    if (faults.length > 0) return faults.slice(0, MAX_REPORTED);
    return own.complete ? pass : open('Not every record of the domain is known.');
  },
});
