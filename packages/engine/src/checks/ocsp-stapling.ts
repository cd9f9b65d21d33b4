import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { mustStaple } from '../protocols/certificate-extension.ts';
import { readOcspResponse } from '../protocols/ocsp-response.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

export const ocspStapling = defineCheck({
  id: 'ocsp-stapling',
  title: 'What is stapled is good, and what demands a staple has one',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7633', 'https://www.rfc-editor.org/rfc/rfc6066#section-8'],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    revoked: {
      severity: 'high',
      title: 'The certificate is revoked, and the server says so itself',
      remediation:
        'Find out why it was revoked; after `keyCompromise` make a new key. Have a certificate issued anew (`certbot renew --force-renewal`), name it in `ssl_certificate` (nginx), `SSLCertificateFile` (Apache) or upload it to the CDN, and reload.',
    },
    stale: {
      severity: 'medium',
      title: 'The staple is out of date',
      remediation:
        'Let the server fetch a new one: it needs to reach the responder and resolve its name (`resolver` in nginx, `SSLStaplingCache` and `SSLStaplingResponderTimeout` in Apache); reload it afterwards. Browsers refuse a certificate whose staple is out of date.',
    },
    missing: {
      severity: 'medium',
      title: 'The certificate demands a staple that the server does not send',
      remediation:
        'Switch stapling on: `ssl_stapling on;` with a `resolver` in nginx, `SSLUseStapling On` with an `SSLStaplingCache` in Apache. If the authority does not run OCSP any more, have the certificate issued anew without must-staple.',
    },
  },
  evaluate({ shown }, { observedAt }) {
    if (shown === null) return notApplicable;
    const bound = shown.filter(({ chain: [leaf = ''], staple }) => staple !== null || mustStaple(leaf));
    return bound.length === 0 ? notApplicable : together(bound.map((each) => judge(each, observedAt)));
  },
});

function judge(
  { chain, leaf, staple, affects }: Shown,
  at: Date,
): Judgement<'revoked' | 'stale' | 'missing'> {
  const options = { affects, subject: leaf.keyAlgorithm ?? '' };
  const certificate = leaf.sha256;
  if (staple === null) return fail('missing', { certificate }, options);
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  const said = readOcspResponse(bytes(staple), chain.map(bytes), at);
  if (said.state === 'good') return pass;
  if (said.state === 'stranger') return open('The responder does not know the certificate.');
  if (said.state === 'invalid') {
    return said.fault === 'stale'
      ? fail('stale', { certificate, serial: leaf.serial }, options)
      : open(`The staple tells nothing: ${said.fault}.`);
  }
  const evidence = {
    certificate,
    serial: leaf.serial,
    'revoked at': said.revokedAt,
    reason: said.reason ?? 'not told',
    'signed statement of': said.thisUpdate,
  };
  return fail('revoked', evidence, options);
}
