import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const logjam = defineCheck({
  id: 'logjam',
  title: 'Nobody can ask for Diffie-Hellman of export strength (Logjam)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://weakdh.org/', 'https://www.cve.org/CVERecord?id=CVE-2015-4000'],
  needs: { found: part(tlsSurvey, weakness('logjam')) },
  findings: {
    'weak-group': {
      severity: 'medium',
      title: 'Diffie-Hellman can be broken ahead of time (Logjam)',
      remediation:
        'Allow suites with elliptic curves alone: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` in nginx, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20` in Apache. If finite-field Diffie-Hellman has to stay, make a group of 2048 bits or more (`openssl dhparam -out dh.pem 2048`, `ssl_dhparam dh.pem;` in nginx; Apache takes `SSLOpenSSLConfCmd DHParameters dh.pem`).',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('weak-group', found.evidence, { affects: found.affects });
  },
});
