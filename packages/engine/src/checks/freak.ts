import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const freak = defineCheck({
  id: 'freak',
  title: 'Nobody can ask for RSA keys of export strength (FREAK)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.cve.org/CVERecord?id=CVE-2015-0204'],
  needs: { found: part(tlsSurvey, weakness('freak')) },
  findings: {
    export: {
      severity: 'high',
      title: 'RSA suites of export strength are accepted (FREAK)',
      remediation:
        'Allow strong suites alone: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` in nginx, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20` in Apache.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('export', found.evidence, { affects: found.affects });
  },
});
