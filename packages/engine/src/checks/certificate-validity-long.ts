import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { isOfKnownAuthority, type Shown, shownCertificates } from '../protocols/tls-shown.ts';

const DAY = 86_400_000;
/** What was issued from a day on may be valid for so many days; before, for 825 and more. */
const SCHEDULE: readonly (readonly [from: string, days: number])[] = [
  ['2029-03-15', 47],
  ['2027-03-15', 100],
  ['2026-03-15', 200],
  ['2020-09-01', 398],
];

export const certificateValidityLong = defineCheck({
  id: 'certificate-validity-long',
  title: 'The certificate is not valid for too long',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://cabforum.org/working-groups/server/baseline-requirements/requirements/#632-certificate-operational-periods-and-key-pair-usage-periods',
  ],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    'too-long': {
      severity: 'low',
      title: 'The certificate is valid for longer than authorities may issue',
      remediation:
        'Have the certificate issued anew for a shorter time, by an authority that keeps to the rules of the CA/Browser Forum; let an ACME client renew it.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    const known = shown.filter(isOfKnownAuthority);
    return known.length === 0 ? notApplicable : together(known.map(judge));
  },
});

function judge({ leaf, affects }: Shown) {
  const days = Math.ceil((Date.parse(leaf.notAfter) - Date.parse(leaf.notBefore)) / DAY);
  const limit = SCHEDULE.find(([from]) => leaf.notBefore >= from)?.[1] ?? Number.POSITIVE_INFINITY;
  if (days <= limit) return pass;
  const evidence = { days, limit, 'not before': leaf.notBefore, issuer: leaf.issuer };
  return fail('too-long', evidence, { affects, subject: leaf.keyAlgorithm ?? '' });
}
