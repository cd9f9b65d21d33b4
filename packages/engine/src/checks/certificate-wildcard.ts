import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

const MAX_NAMES = 10;

export const certificateWildcard = defineCheck({
  id: 'certificate-wildcard',
  title: 'The certificate names its hosts',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9525#section-7.1'],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    wildcard: {
      severity: 'info',
      title: 'The certificate is for a wildcard',
      remediation:
        'Weigh whether each host can have a certificate of its own (an ACME client does that by itself): who takes the key from one host can then not pose as the others.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    return together(shown.map(judge));
  },
});

function judge({ leaf, affects }: Shown) {
  const wildcards = leaf.dnsNames.filter((name) => name.startsWith('*.'));
  if (wildcards.length === 0) return pass;
  const evidence = { names: wildcards.slice(0, MAX_NAMES).join(', '), count: wildcards.length };
  return fail('wildcard', evidence, { affects, subject: leaf.keyAlgorithm ?? '' });
}
