import {
  defineCheck,
  fail,
  informational,
  type Judgement,
  notApplicable,
  open,
  part,
  pass,
} from '../check.ts';
import { type MailPoliciesObservation, mailPolicies } from '../probes/mail-policies.ts';
import { assertionFrom, type BimiRecord } from '../protocols/bimi.ts';
import { markProblems } from '../protocols/bimi-certificate.ts';
import { organizationFrom, policyFrom, requested } from '../protocols/dmarc.ts';
import { isUnknown } from '../protocols/dns-answer.ts';

type Finding = 'malformed' | 'svg-profile' | 'no-enforcement' | 'certificate';

const MAX_PROBLEMS = 5;

export const bimi = defineCheck({
  id: 'bimi',
  title: 'The logo that the domain publishes for its mail can be shown (BIMI)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: [
    'https://datatracker.ietf.org/doc/draft-brand-indicators-for-message-identification/',
    'https://datatracker.ietf.org/doc/draft-svg-tiny-ps-abrotman/',
  ],
  needs: { facts: part(mailPolicies, assertionOfTarget) },
  findings: {
    malformed: {
      severity: 'low',
      title: 'The BIMI record is malformed',
      remediation:
        'Leave one TXT record of the form `v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem`.',
    },
    'svg-profile': {
      severity: 'low',
      title: 'The BIMI logo is missing or no SVG Tiny Portable/Secure',
      remediation:
        'Publish the logo at the address of the record as SVG with `version="1.2"`, `baseProfile="tiny-ps"` and a `title`, without scripts, images, animations or references to elsewhere, in at most 32 KiB.',
    },
    'no-enforcement': {
      severity: 'low',
      title: 'The DMARC policy is too weak for BIMI, so that the logo is not shown',
      remediation: 'Raise the DMARC policy to `p=quarantine` or `p=reject`, and `sp` with it.',
    },
    certificate: {
      severity: 'low',
      title: 'The mark certificate of the BIMI record is missing or not valid for the domain',
      remediation:
        'Publish the current mark certificate (VMC or CMC) with its chain as PEM at the address of the record, or leave `a=` out.',
    },
  },
  evaluate({ facts }, { observedAt }) {
    if (facts === null) return notApplicable;
    const { assertion } = facts;
    const [record, ...more] = assertion.records;
    if (record === undefined) return notApplicable;
    const evidence = { name: assertion.name, record: record.text };
    if (more.length > 0) {
      return fail('malformed', {
        ...evidence,
        problem: `${assertion.records.length} records stand side by side`,
      });
    }
    const [problem] = record.problems;
    if (problem !== undefined) {
      return fail('malformed', {
        ...evidence,
        problem: problem.message,
        place: `${problem.start}-${problem.end}`,
      });
    }
    if (record.declined) return notApplicable;
    const judgements = [enforcement(facts), logo(facts, record), certificate(facts, record, observedAt)];
    const faults = judgements.filter(({ outcome }) => outcome === 'fail');
    if (faults.length > 0) return faults;
    return (
      judgements.find(({ outcome }) => outcome === 'open') ??
      judgements.find(({ outcome }) => outcome !== 'pass') ??
      pass
    );
  },
});

type Facts = Exclude<Extract<ReturnType<typeof assertionOfTarget>, { assertion: unknown }>, null>;

function enforcement({ policy }: Facts): Judgement<Finding> {
  if (policy.state === 'unknown') return open(`The DMARC policy is not known: ${policy.reason}`);
  if (policy.state === 'absent') return fail('no-enforcement', { problem: 'there is no DMARC record' });
  const evidence = { name: `_dmarc.${policy.domain}`, 'DMARC record': policy.record.text };
  const asked = requested(policy.record);
  const wanted = policy.inherited ? asked?.sp : asked?.p;
  const isTest = policy.record.t && wanted === 'quarantine';
  const isWeak = asked === null || wanted === 'none' || asked.sp === 'none' || isTest;
  return isWeak ? fail('no-enforcement', evidence) : pass;
}

function logo({ logo: found }: Facts, { location }: BimiRecord): Judgement<Finding> {
  if (found === null || found.state === 'unknown')
    return open(`The logo could not be had: ${found?.detail ?? found?.reason}`);
  if (found.state === 'absent') return fail('svg-profile', { logo: location, problem: 'it is not there' });
  const problems = found.content?.problems ?? [];
  if (problems.length === 0) return pass;
  const shown = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
  return fail('svg-profile', { logo: location, problems: shown.join(' | ') });
}

function certificate({ evidence, domains }: Facts, { authority }: BimiRecord, at: Date): Judgement<Finding> {
  if (authority === '')
    return informational('No mark certificate is named; many mailbox providers show no logo without.');
  if (evidence === null || evidence.state === 'unknown') {
    return open(`The certificate could not be had: ${evidence?.detail ?? evidence?.reason}`);
  }
  if (evidence.state === 'absent')
    return fail('certificate', { certificate: authority, problem: 'it is not there' });
  if (evidence.content === null)
    return fail('certificate', { certificate: authority, problem: 'it is no certificate in PEM' });
  const problems = markProblems(evidence.content, domains, at);
  return problems.length === 0
    ? pass
    : fail('certificate', { certificate: authority, problems: problems.join(' ') });
}

function assertionOfTarget({ name, bimi: { lookups, logo, evidence }, dmarc }: MailPoliciesObservation) {
  const assertion = assertionFrom(lookups);
  if (isUnknown(assertion)) return assertion;
  if (assertion.state === 'absent') return null;
  const organization = organizationFrom(name, dmarc);
  const domains = organization.state === 'present' ? [name, organization.domain] : [name];
  return { assertion, logo, evidence, domains, policy: policyFrom(name, dmarc) };
}
