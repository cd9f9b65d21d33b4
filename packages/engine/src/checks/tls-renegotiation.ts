import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const tlsRenegotiation = defineCheck({
  id: 'tls-renegotiation',
  title: 'Renegotiation is bound to the session before',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc5746', 'https://www.cve.org/CVERecord?id=CVE-2009-3555'],
  needs: { found: part(tlsSurvey, weakness('insecure-renegotiation')) },
  findings: {
    insecure: {
      severity: 'medium',
      title: 'Secure renegotiation is not supported',
      remediation:
        'Upgrade the TLS software (OpenSSL 0.9.8m or newer) and switch off what keeps the old way alive: `SSLInsecureRenegotiation off` in Apache.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('insecure', found.evidence, { affects: found.affects });
  },
});
