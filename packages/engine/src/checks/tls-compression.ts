import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const tlsCompression = defineCheck({
  id: 'tls-compression',
  title: 'TLS does not compress (CRIME)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.cve.org/CVERecord?id=CVE-2012-4929',
    'https://www.rfc-editor.org/rfc/rfc9325#section-3.3',
  ],
  needs: { found: part(tlsSurvey, weakness('crime')) },
  findings: {
    deflate: {
      severity: 'medium',
      title: 'TLS compression is on (CRIME)',
      remediation:
        'Switch it off: `SSLCompression off` in Apache; nginx 1.3.2 or newer has it off; for others upgrade OpenSSL (1.1.0 or newer).',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('deflate', found.evidence, { affects: found.affects });
  },
});
