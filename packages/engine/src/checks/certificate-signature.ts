import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

const WEAK = /sha-?1(?!\d)|md[245]/i;

export const certificateSignature = defineCheck({
  id: 'certificate-signature',
  title: 'Certificates are signed with SHA-2',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9155',
    'https://shattered.io/',
    'https://www.rfc-editor.org/rfc/rfc6151',
  ],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    weak: {
      severity: 'high',
      title: 'A certificate of the chain is signed with SHA-1 or MD5',
      remediation:
        'Have the certificate issued anew, with a chain whose signatures are SHA-256 or better, and remove older intermediates from the chain that the server sends.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    return together(shown.map(judge));
  },
});

/** What a root says of itself is not relied on. */
function judge({ leaf, issuers, affects }: Shown) {
  const weak = [leaf, ...issuers].filter(
    ({ selfSigned, signatureAlgorithm }) => !selfSigned && WEAK.test(signatureAlgorithm),
  );
  if (weak.length === 0) return pass;
  const seen = weak.map(({ subject, signatureAlgorithm }) => `${subject}: ${signatureAlgorithm}`);
  return fail('weak', { signatures: seen.join('; ') }, { affects, subject: leaf.keyAlgorithm ?? '' });
}
