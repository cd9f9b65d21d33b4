import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { policyFrom, requested } from '../protocols/dmarc.ts';
import { lint } from '../protocols/dmarc-lint.ts';
import { recordsOf } from '../protocols/dns-answer.ts';

export const dmarc = defineCheck({
  id: 'dmarc',
  title: 'The domain says what to do with forged mail (DMARC)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9989'],
  needs: { discovery: part(dnsRecords, discoveryOfTarget) },
  findings: {
    missing: {
      severity: 'medium',
      title: 'No DMARC record: forged mail is delivered',
      remediation:
        'Publish a TXT record at `_dmarc` below the domain, first `v=DMARC1; p=none; rua=mailto:dmarc@example.com` to learn who sends, then raise p to quarantine and reject.',
    },
    'multiple-records': {
      severity: 'medium',
      title: 'Several DMARC records stand side by side, so that none counts',
      remediation: 'Leave one TXT record that begins with `v=DMARC1` at `_dmarc` below the domain.',
    },
    syntax: {
      severity: 'medium',
      title: 'The DMARC record has faults, so that receivers do not follow it',
      remediation:
        'Write the record as `v=DMARC1; p=reject; rua=mailto:dmarc@example.com`: the version first and in capitals, tags divided by semicolons, p one of none, quarantine, reject.',
    },
    'policy-none': {
      severity: 'low',
      title: 'The DMARC policy asks for nothing to be done',
      remediation:
        'Read the reports until all of your senders pass, then raise p (and sp, for names below) to quarantine and to reject, and leave out t=y.',
    },
  },
  evaluate({ discovery }, { target }) {
    if (discovery === null) return notApplicable;
    const { policy, misread } = discovery;
    const twice = policy.discarded.find(({ name }) => name === `_dmarc.${target.name}`);
    if (twice !== undefined) {
      return fail('multiple-records', { name: twice.name, records: twice.records.slice(0, 5).join(' | ') });
    }
    if (misread !== undefined) {
      return fail('syntax', {
        name: `_dmarc.${target.name}`,
        record: misread,
        problem: 'v=DMARC1; must lead.',
      });
    }
    if (policy.state === 'absent') return fail('missing');
    const { record, domain, inherited } = policy;
    const evidence = { name: `_dmarc.${domain}`, record: record.text };
    const asked = requested(record);
    // An address that gets no reports does not touch the policy: `dmarc-reports` tells it.
    const problem = lint(record.text).issues.find(({ code }) => code === 'syntax');
    if (asked === null)
      return fail('syntax', {
        ...evidence,
        problem: problem?.message ?? 'A policy is none that DMARC knows.',
      });
    if (problem !== undefined) {
      const { start, end, message } = problem;
      return fail('syntax', { ...evidence, problem: message, place: `${start}-${end}` });
    }
    const wanted = inherited ? asked.sp : asked.p;
    if (wanted === 'none') return fail('policy-none', evidence);
    // Test mode leaves one level less (RFC 9989 section 4.7).
    return record.t && wanted === 'quarantine'
      ? fail('policy-none', { ...evidence, 'test mode': 't=y' })
      : pass;
  },
});

/** What applies to the target; null elsewhere, and for a target that does not exist. */
function discoveryOfTarget({ name, apex, TXT }: DnsRecordsObservation) {
  if (apex === null || (TXT?.state === 'absent' && TXT.reason === 'nxdomain')) return null;
  const policy = policyFrom(name, apex.dmarc);
  if (policy.state === 'unknown') return policy;
  const own = apex.dmarc.find((lookup) => lookup.name === `_dmarc.${name}`);
  const found = policy.state === 'present' && !policy.inherited;
  const misread =
    own && !found ? recordsOf(own.answer).find((text) => /^["\s]*v\s*=\s*dmarc/i.test(text)) : undefined;
  return { policy, misread };
}
