import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { mailPolicies, ownPolicy } from '../probes/mail-policies.ts';
import { isWeaker } from '../protocols/dmarc-lint.ts';

export const dmarcSubdomains = defineCheck({
  id: 'dmarc-subdomains',
  title: 'The DMARC policy holds for names below the domain too',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9989#section-4.7'],
  needs: { policy: part(mailPolicies, ownPolicy) },
  findings: {
    weaker: {
      severity: 'low',
      title: 'The DMARC policy is weaker for subdomains, in whose name anyone can send',
      remediation:
        'Leave out `sp`, or raise it to what `p` asks for; give a subdomain that is not ready a record of its own.',
    },
    'non-existent': {
      severity: 'info',
      title: 'The DMARC policy is weaker for names that do not exist',
      remediation: 'Leave out `np`, or write `np=reject`: nobody sends from a name that does not exist.',
    },
  },
  evaluate({ policy }) {
    if (policy === null) return notApplicable;
    const { p, sp, np, text } = policy.record;
    const evidence = { name: `_dmarc.${policy.domain}`, record: text };
    // Values that nobody knows are a matter of the record's syntax.
    if (p === undefined || p === 'invalid' || sp === 'invalid' || np === 'invalid') return notApplicable;
    const faults = [
      ...(sp !== undefined && isWeaker(sp, p) ? [fail('weaker', evidence)] : []),
      ...(np !== undefined && isWeaker(np, sp ?? p) ? [fail('non-existent', evidence)] : []),
    ];
    return faults.length > 0 ? faults : pass;
  },
});
