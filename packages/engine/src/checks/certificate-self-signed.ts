import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { certificateKeys, presentedCertificate } from '../protocols/tls-session.ts';

export const certificateSelfSigned = defineCheck({
  id: 'certificate-self-signed',
  title: 'The certificate is not self-signed',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc5280#section-3.2'],
  needs: { presented: part(tlsHandshake, presentedCertificate) },
  findings: {
    'self-signed': {
      severity: 'high',
      title: 'The certificate is self-signed',
      remediation:
        'Replace it by a certificate of a publicly trusted authority; an ACME client gets one at no cost (`certbot --nginx -d HOST`, `certbot --apache -d HOST`). An internal service belongs behind a VPN, out of the public DNS.',
    },
  },
  evaluate({ presented }) {
    if (presented === null) return notApplicable;
    const { leaf, pathError } = presented;
    if (!leaf.selfSigned || pathError === null) return pass;
    const evidence = { subject: leaf.subject, 'path error': pathError, 'SHA-256': leaf.sha256 };
    return fail('self-signed', evidence, { affects: certificateKeys(presented) });
  },
});
