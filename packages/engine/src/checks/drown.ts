import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { weakness } from '../protocols/tls-judged.ts';

const OFF =
  'Switch SSL 2.0 off on every server that has this key, mail servers too: `ssl_protocols TLSv1.2 TLSv1.3;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache, `smtpd_tls_protocols = >=TLSv1.2` in Postfix. Then make a new key.';

export const drown = defineCheck({
  id: 'drown',
  title: 'No server with this key speaks SSL 2.0 (DROWN)',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://drownattack.com/', 'https://www.cve.org/CVERecord?id=CVE-2016-0800'],
  needs: { found: part(tlsSurvey, weakness('drown')) },
  findings: {
    vulnerable: {
      severity: 'high',
      title: 'Sessions can be read by way of SSL 2.0 (DROWN)',
      remediation: OFF,
    },
    possible: {
      severity: 'high',
      confidence: 'probable',
      title: 'SSL 2.0 is accepted, which may open sessions (DROWN)',
      remediation: OFF,
    },
  },
  evaluate({ found }) {
    if (found === null) return notApplicable;
    if (!found.isPresent) return pass;
    const finding = found.confidence === 'confirmed' ? 'vulnerable' : 'possible';
    return fail(finding, found.evidence, { affects: found.affects });
  },
});
