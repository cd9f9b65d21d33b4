import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type MailPoliciesObservation, mailPolicies, ownPolicy } from '../probes/mail-policies.ts';
import { lint } from '../protocols/dmarc-lint.ts';
import { compareMethods } from '../protocols/dmarc-psl.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

export const dmarcStandard = defineCheck({
  id: 'dmarc-standard',
  title: 'The DMARC record means the same to old and new receivers',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9989', 'https://www.rfc-editor.org/rfc/rfc7489'],
  needs: { facts: part(mailPolicies, factsOfTarget) },
  findings: {
    'obsolete-tags': {
      severity: 'info',
      title: 'The DMARC record has tags that the standard dropped in RFC 9989',
      remediation: 'Leave out `pct`, `rf` and `ri`; to try a policy out write `t=y`.',
    },
    'psl-differs': {
      severity: 'info',
      title: 'Old receivers take another domain for the organization than new ones do',
      remediation:
        'Make sure that mail is aligned either way: sign with the very domain of the From address, and set `psd` only where the domain is a public suffix or the top of an organization.',
    },
  },
  evaluate({ facts }) {
    if (facts === null) return notApplicable;
    const { policy, comparison } = facts;
    const obsolete =
      policy === null ? [] : lint(policy.record.text).issues.filter(({ code }) => code === 'obsolete-tag');
    const tags = obsolete.map(({ tag }) => tag).join(', ');
    const faults =
      policy === null || obsolete.length === 0
        ? []
        : [fail('obsolete-tags', { name: `_dmarc.${policy.domain}`, record: policy.record.text, tags })];
    if (isUnknown(comparison))
      return faults.length > 0 ? faults : open('Not every name above the domain is known.');
    const { treeWalk, publicSuffixList, differs } = comparison;
    if (!differs) return faults.length > 0 ? faults : pass;
    return [
      ...faults,
      fail('psl-differs', {
        'RFC 9989': `${treeWalk.organization}, policy of ${treeWalk.policy ?? 'nobody'}`,
        'RFC 7489': `${publicSuffixList.organization}, policy of ${publicSuffixList.policy ?? 'nobody'}`,
      }),
    ];
  },
});

function factsOfTarget(seen: MailPoliciesObservation) {
  const policy = ownPolicy(seen);
  if (isUnknown(policy)) return policy;
  const comparison = compareMethods(seen.name, seen.dmarc);
  const applies = policy !== null || (comparison.state === 'present' && comparison.treeWalk.policy !== null);
  return applies || isUnknown(comparison) ? { policy, comparison } : null;
}
