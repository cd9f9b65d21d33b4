import { defineCheck, fail, type Judgement, notApplicable, open, part, pass } from '../check.ts';
import { mailPolicies, readableTree } from '../probes/mail-policies.ts';
import { SPF_LIMITS, type SpfTree } from '../protocols/spf-tree.ts';
import { treeFaults, treeLines } from '../protocols/spf-tree-text.ts';

/** Faults that are told one by one. */
const MAX_REPORTED = 10;

export const spfLookups = defineCheck({
  id: 'spf-lookups',
  title: 'The SPF record can be evaluated within the limits',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4'],
  needs: { tree: part(mailPolicies, readableTree) },
  findings: {
    'too-many': {
      severity: 'medium',
      title: 'The SPF record asks the DNS more than ten times, so that receivers give up on it',
      remediation:
        'Take out includes of services that no longer send for you, name your own servers by `ip4` and `ip6` instead of `a` and `mx`, and give a service that needs many look-ups a subdomain of its own to send from.',
    },
    void: {
      severity: 'low',
      title: 'More than two terms of the SPF record find nothing in the DNS',
      remediation: 'Take out the terms whose names no longer have the records that they ask for.',
    },
    'dead-include': {
      severity: 'medium',
      title: 'The SPF record includes one that is missing or faulty, so that receivers give up on it',
      remediation:
        'Take the term out when the service is no longer in use; else correct the name, or ask the service to repair its record.',
    },
    loop: {
      severity: 'medium',
      title: 'The SPF record includes itself',
      remediation: 'Take out the include that leads back to a record from which it is included.',
    },
  },
  evaluate({ tree }) {
    if (tree === null) return notApplicable;
    const told = treeFaults(tree).slice(0, MAX_REPORTED);
    const faults: Judgement<'too-many' | 'void' | 'dead-include' | 'loop'>[] = told.map(
      ({ kind, domain, text, start, end, target, problem }) =>
        fail(
          kind,
          {
            'in the record of': domain,
            term: text,
            place: `${start}-${end}`,
            problem,
            ...treeEvidence(tree),
          },
          { subject: `${domain} ${target}` },
        ),
    );
    const isLooping = told.some(({ kind }) => kind === 'loop');
    // A loop has no count.
    if (tree.lookups > SPF_LIMITS.lookups && !isLooping) {
      faults.push(fail('too-many', { 'look-ups': tree.lookups, ...treeEvidence(tree) }));
    }
    if (tree.voidLookups > SPF_LIMITS.voidLookups) {
      faults.push(fail('void', { 'void look-ups': tree.voidLookups, ...treeEvidence(tree) }));
    }
    if (faults.length > 0) return faults;
    return tree.complete ? pass : open(`At least ${tree.lookups} look-ups: ${unfinished(tree)}`);
  },
});

/** One line of the tree for each label. */
function treeEvidence(tree: SpfTree): Record<string, string> {
  return Object.fromEntries(
    treeLines(tree).map(({ outline, text }) => [outline === '' ? 'tree' : `tree ${outline}`, text]),
  );
}

function unfinished(tree: SpfTree): string {
  const line = treeLines(tree).find(({ text }) => /: .*(?:not known|depends on the message)/.test(text));
  return line?.text ?? 'part of the record is not known';
}
