import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

export const heartbleed = defineCheck({
  id: 'heartbleed',
  title: 'OpenSSL keeps its memory to itself (Heartbleed)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.cve.org/CVERecord?id=CVE-2014-0160',
    'https://www.rfc-editor.org/rfc/rfc6520#section-4',
  ],
  needs: { found: part(tlsSurvey, weakness('heartbleed')) },
  findings: {
    vulnerable: {
      severity: 'critical',
      title: 'The server gives away its memory (Heartbleed)',
      remediation:
        'Upgrade OpenSSL (1.0.1g or newer) and restart every service that uses it. Then make new keys, have all certificates issued anew and the old ones revoked, and change passwords: what was in memory may have been read.',
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    return fail('vulnerable', found.evidence, { affects: found.affects });
  },
});
