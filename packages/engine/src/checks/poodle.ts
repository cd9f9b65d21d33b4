import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const poodle = defineCheck({
  id: 'poodle',
  title: 'No suite of SSL 3.0 gives away cookies (POODLE)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.cve.org/CVERecord?id=CVE-2014-3566', 'https://www.rfc-editor.org/rfc/rfc7568'],
  needs: { found: part(tlsSurvey, weakness('poodle')) },
  findings: {
    cbc: {
      severity: 'medium',
      title: 'SSL 3.0 with CBC suites is accepted (POODLE)',
      remediation:
        'Switch SSL 3.0 off: `ssl_protocols TLSv1.2 TLSv1.3;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('cbc', found.evidence, { affects: found.affects });
  },
});
