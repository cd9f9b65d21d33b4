import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const robot = defineCheck({
  id: 'robot',
  title: 'RSA key exchanges tell nothing about their padding (ROBOT)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.robotattack.org/', 'https://www.rfc-editor.org/rfc/rfc5246#section-7.4.7.1'],
  needs: { found: part(tlsSurvey, weakness('robot')) },
  findings: {
    oracle: {
      severity: 'high',
      title: 'The server is an oracle for RSA key exchanges (ROBOT)',
      remediation:
        'Switch off suites with RSA key exchange: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` in nginx, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20` in Apache. Then upgrade the TLS software or the firmware of the load balancer.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('oracle', found.evidence, { affects: found.affects });
  },
});
