import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const ccsInjection = defineCheck({
  id: 'ccs-injection',
  title: 'Keys are agreed before the server changes to them',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.cve.org/CVERecord?id=CVE-2014-0224'],
  needs: { found: part(tlsSurvey, weakness('ccs-injection')) },
  findings: {
    vulnerable: {
      severity: 'high',
      title: 'The server takes ChangeCipherSpec too early',
      remediation:
        'Upgrade OpenSSL (0.9.8za, 1.0.0m, 1.0.1h or newer) and restart every service that uses it.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('vulnerable', found.evidence, { affects: found.affects });
  },
});
