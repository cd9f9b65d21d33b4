import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { certificateKeys, presentedCertificate } from '../protocols/tls-session.ts';

const DAY = 86_400_000;

export const certificateExpiry = defineCheck({
  id: 'certificate-expiry',
  title: 'The certificate is within its dates',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5'],
  needs: { presented: part(tlsHandshake, presentedCertificate) },
  findings: {
    expired: {
      severity: 'high',
      title: 'The certificate has expired',
      remediation:
        'Renew the certificate now (`certbot renew`, or order it anew at your authority), install it and reload the server (`nginx -s reload`, `apachectl graceful`). Then find out why the automatic renewal did not run.',
    },
    'not-yet-valid': {
      severity: 'high',
      title: 'The certificate is not valid yet',
      remediation:
        'Install a certificate whose validity has begun. If it was issued just now, check the clock of the machine that issued it.',
    },
    'expires-soon': {
      severity: 'medium',
      title: 'The certificate is about to expire',
      remediation:
        'Renew the certificate before that day. Check that the automatic renewal works (`certbot renew --dry-run`) and that the server is reloaded after it.',
    },
  },
  evaluate({ presented }, { observedAt }) {
    if (presented === null) return notApplicable;
    const { notBefore, notAfter, issuer } = presented.leaf;
    const left = Date.parse(notAfter) - observedAt.getTime();
    const lifetime = Date.parse(notAfter) - Date.parse(notBefore);
    const affects = certificateKeys(presented);
    if (left < 0) {
      const days = Math.floor(-left / DAY);
      return fail('expired', { 'not after': notAfter, 'days ago': days, issuer }, { affects });
    }
    if (Date.parse(notBefore) > observedAt.getTime()) {
      return fail('not-yet-valid', { 'not before': notBefore, issuer }, { affects });
    }
    // A certificate of a week is renewed in its last days, and rightly so.
    if (left >= Math.min(14 * DAY, lifetime / 3)) return pass;
    const days = Math.floor(left / DAY);
    return fail('expires-soon', { 'not after': notAfter, 'days left': days, issuer }, { affects });
  },
});
