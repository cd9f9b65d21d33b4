import { defineCheck, fail, type Judgement, notApplicable, open, part, pass } from '../check.ts';
import { type MailPoliciesObservation, mailPolicies, readableTree } from '../probes/mail-policies.ts';
import { type FoundKey, keysFrom, sharedKeys } from '../protocols/dkim-keys.ts';
import { keyName } from '../protocols/dkim-selectors.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { parse } from '../protocols/spf-record.ts';

type Finding =
  | 'revoked'
  | 'test-mode'
  | 'malformed'
  | 'weak-key'
  | 'short-key-1024'
  | 'sha1-only'
  | 'shared-key';

export const dkim = defineCheck({
  id: 'dkim',
  title: 'The DKIM keys that could be found are in order',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc6376',
    'https://www.rfc-editor.org/rfc/rfc8301',
    'https://www.rfc-editor.org/rfc/rfc8463',
  ],
  needs: { facts: part(mailPolicies, keysOfTarget) },
  findings: {
    malformed: {
      severity: 'medium',
      title: 'A DKIM key record cannot be read, so that its signatures fail',
      remediation:
        'Publish the record as the signing service gives it, `v=DKIM1; k=rsa; p=...` in one TXT record, its strings in their order and nothing left out.',
    },
    'weak-key': {
      severity: 'medium',
      title: 'A DKIM key has fewer than 1024 bits: receivers refuse it, and others can break it',
      remediation: 'Make a key of 2048 bits under a new selector, sign with it, and revoke the old one.',
    },
    'short-key-1024': {
      severity: 'low',
      title: 'A DKIM key has fewer than 2048 bits',
      remediation: 'Make a key of 2048 bits under a new selector, and retire the old one.',
    },
    'sha1-only': {
      severity: 'low',
      title: 'A DKIM key is for SHA-1 alone, which receivers refuse',
      remediation: 'Leave out `h=`, or write `h=sha256`.',
    },
    'test-mode': {
      severity: 'low',
      title: 'A DKIM key says that it is a test, so that receivers may take its mail for unsigned',
      remediation: 'Leave out the flag y of `t=`.',
    },
    'shared-key': {
      severity: 'low',
      title: 'The same DKIM key stands under several selectors',
      remediation: 'Give each selector a key of its own, so that one of them can be revoked.',
    },
    revoked: {
      severity: 'info',
      title: 'A DKIM key is revoked',
      remediation:
        'Nothing is to be done while no mail is signed with it; take the record out after some weeks.',
    },
  },
  evaluate({ facts }) {
    if (facts === null) return notApplicable;
    const { name, found, asked } = facts;
    const faults = [
      ...found.ambiguous.map(({ selector, records }) => {
        const evidence = {
          name: keyName(selector, name),
          problem: 'several records',
          records: records.slice(0, 3).join(' | '),
        };
        return fail('malformed', evidence, { subject: selector });
      }),
      ...found.keys.flatMap((each) => faultsOf(each, name)),
      ...sharedKeys(found.keys).map((group) => {
        const selectors = group
          .map(({ selector }) => selector)
          .sort()
          .join(', ');
        return fail('shared-key', { domain: name, selectors }, { subject: selectors });
      }),
    ];
    if (faults.length > 0) return faults;
    if (!found.complete) return open('Not every selector was answered.');
    // A guess that finds nothing is no proof that mail is not signed.
    if (found.keys.length === 0) return open(`No key is under the ${asked} selectors that were tried.`);
    return pass;
  },
});

function faultsOf({ selector, key, aliases }: FoundKey, domain: string): Judgement<Finding>[] {
  const { bits, keyType, hashes, testing, revoked, text, problems } = key;
  const evidence = {
    name: keyName(selector, domain),
    ...(aliases.length > 0 && { 'alias of': aliases.join(', ') }),
    record: text,
  };
  const told = (finding: Finding, more: Record<string, string | number> = {}) =>
    fail(finding, { ...evidence, ...more }, { subject: selector });
  const [problem] = problems;
  if (problem !== undefined) {
    return [told('malformed', { problem: problem.message, place: `${problem.start}-${problem.end}` })];
  }
  if (revoked) return [told('revoked')];
  const found: Judgement<Finding>[] = [];
  if (keyType === 'rsa' && bits !== null) {
    // RFC 8301 section 3.2.
    if (bits < 1024) found.push(told('weak-key', { bits }));
    else if (bits < 2048) found.push(told('short-key-1024', { bits }));
  }
  if (hashes !== null && !hashes.includes('sha256'))
    found.push(told('sha1-only', { hashes: hashes.join(', ') }));
  if (testing) found.push(told('test-mode'));
  return found;
}

/** Null: the domain does not exist, or says that it sends nothing. */
function keysOfTarget(seen: MailPoliciesObservation) {
  const [root] = seen.spf.TXT;
  if (root?.answer.state === 'absent' && root.answer.reason === 'nxdomain') return null;
  const found = keysFrom(seen.dkim);
  const isEmpty = found.keys.length === 0 && found.ambiguous.length === 0;
  const tree = readableTree(seen);
  if (isEmpty && tree !== null && !isUnknown(tree) && sendsNothing(tree.record ?? '')) return null;
  return { name: seen.name, found, asked: seen.dkim.asked };
}

function sendsNothing(record: string): boolean {
  const [term, ...more] = parse(record).terms;
  return term?.kind === 'mechanism' && term.name === 'all' && term.qualifier === '-' && more.length === 0;
}
