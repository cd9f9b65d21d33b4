import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const tlsFallbackScsv = defineCheck({
  id: 'tls-fallback-scsv',
  title: 'Forced fallbacks to older versions are refused',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7507'],
  needs: { found: part(tlsSurvey, weakness('no-fallback-protection')) },
  findings: {
    missing: {
      severity: 'info',
      title: 'A fallback that is marked as one is accepted',
      remediation:
        'Accept TLS 1.2 and 1.3 alone (`ssl_protocols TLSv1.2 TLSv1.3;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache) and upgrade the TLS software (OpenSSL 1.0.1j or newer): then no client can be pushed to an older version unnoticed.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('missing', found.evidence, { affects: found.affects });
  },
});
