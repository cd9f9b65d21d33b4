import { defineCheck, fail, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

/** Dates, trust, missing certificates, names, keys and hashes have checks of their own. */
const RULES: Readonly<Record<string, string>> = {
  'not-a-ca': 'issued another certificate and is no CA',
  'ca-version': 'issued another certificate and is not of version 3',
  'no-certificate-signing': 'issued another certificate and its key usage lacks keyCertSign',
  'path-too-long': 'has more CAs under it than it allows',
  'wrong-purpose': 'is not for servers by its extended key usage',
  'wrong-key-usage': 'has a key usage that does not fit TLS',
  'unknown-critical-extension': 'has a critical extension that clients do not know',
  'policy-required': 'lacks a policy that is required of it',
  'name-excluded': 'has a name that its authority may not issue for',
  'name-not-permitted': 'has a name that its authority may not issue for',
};

export const certificatePath = defineCheck({
  id: 'certificate-path',
  title: 'The chain keeps to the rules of its own certificates',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5280#section-6.1',
    'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1',
  ],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    rule: {
      severity: 'high',
      title: 'The chain breaks a rule of its own certificates',
      remediation:
        'Have the certificate issued anew for a web server (extended key usage serverAuth, key usage digitalSignature), by an authority that may issue for this name; then send the chain that came with it.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    const judged = shown.filter(({ path }) => path !== null);
    return judged.length === 0 ? notApplicable : together(judged.map(judge));
  },
});

function judge({ leaf, path, affects }: Shown) {
  const broken = (path?.reasons ?? []).flatMap(({ reason, index }) => {
    const rule = RULES[reason];
    return rule === undefined ? [] : [`${index === 0 ? 'the leaf' : `certificate ${index + 1}`} ${rule}`];
  });
  if (broken.length === 0) return pass;
  const evidence = { rules: broken.join('; '), issuer: leaf.issuer };
  return fail('rule', evidence, { affects, subject: leaf.keyAlgorithm ?? '' });
}
