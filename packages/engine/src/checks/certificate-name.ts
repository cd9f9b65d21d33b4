import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { matchesHost } from '../protocols/certificate.ts';
import { certificateKeys, presentedCertificate } from '../protocols/tls-session.ts';

const MAX_NAMES = 20;

export const certificateName = defineCheck({
  id: 'certificate-name',
  title: 'The certificate is for the host',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9525#section-6.3'],
  needs: { presented: part(tlsHandshake, presentedCertificate) },
  findings: {
    mismatch: {
      severity: 'high',
      title: 'The certificate is not for this host',
      remediation:
        'Issue a certificate whose subjectAltName has the host (`certbot --nginx -d HOST`), and let the server choose it by name: a `server { server_name HOST; ssl_certificate ...; }` of its own in nginx, a `<VirtualHost *:443>` with `ServerName HOST` in Apache. If the host shall serve nothing, remove its DNS record.',
    },
  },
  evaluate({ presented }, { entity }) {
    if (presented === null) return notApplicable;
    const { dnsNames, ipAddresses } = presented.leaf;
    if (matchesHost({ dnsNames, ipAddresses }, entity.name)) return pass;
    const names = [...dnsNames, ...ipAddresses];
    const shown = names.slice(0, MAX_NAMES).join(', ') || 'none';
    const evidence = { host: entity.name, 'names in the certificate': shown, count: names.length };
    return fail('mismatch', evidence, { affects: certificateKeys(presented) });
  },
});
