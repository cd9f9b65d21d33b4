import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { mustStaple } from '../protocols/certificate-extension.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

export const ocspStapling = defineCheck({
  id: 'ocsp-stapling',
  title: 'A certificate that demands a staple has one',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7633', 'https://www.rfc-editor.org/rfc/rfc6066#section-8'],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    missing: {
      severity: 'medium',
      title: 'The certificate demands a staple that the server does not send',
      remediation:
        'Switch stapling on: `ssl_stapling on;` with a `resolver` in nginx, `SSLUseStapling On` with an `SSLStaplingCache` in Apache. If the authority does not run OCSP any more, have the certificate issued anew without must-staple.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    const bound = shown.filter(({ chain: [leaf = ''] }) => mustStaple(leaf));
    return bound.length === 0 ? notApplicable : together(bound.map(judge));
  },
});

function judge({ leaf, staple, affects }: Shown) {
  if (staple !== null) return pass;
  return fail('missing', { certificate: leaf.sha256 }, { affects, subject: leaf.keyAlgorithm ?? '' });
}
