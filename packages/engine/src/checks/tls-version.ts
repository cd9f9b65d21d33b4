import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { acceptedVersions } from '../protocols/tls-session.ts';

const NAMES = { TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1' } as const;
const LEGACY = ['TLSv1', 'TLSv1.1'] as const;

export const tlsVersion = defineCheck({
  id: 'tls-version',
  title: 'Only current versions of TLS are spoken',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1',
  ],
  needs: { versions: part(tlsHandshake, acceptedVersions) },
  findings: {
    legacy: {
      severity: 'medium',
      title: 'TLS 1.0 or TLS 1.1 is still accepted',
      remediation:
        'Allow TLS 1.2 and 1.3 alone: `ssl_protocols TLSv1.2 TLSv1.3;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache; at a load balancer choose a policy of at least TLS 1.2.',
    },
    'no-modern': {
      severity: 'high',
      title: 'Neither TLS 1.2 nor TLS 1.3 is accepted',
      remediation:
        'Upgrade the server and its OpenSSL (1.1.1 or newer), then set `ssl_protocols TLSv1.2 TLSv1.3;` in nginx or `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache. Browsers of today cannot connect.',
    },
  },
  evaluate({ versions }) {
    if (versions === null) return notApplicable;
    const affects = [serviceKey(versions.address, versions.port)];
    const accepted = LEGACY.filter((version) => versions[version] === 'accepted');
    const evidence = { accepted: accepted.map((version) => NAMES[version]).join(', ') };
    const failures = [];
    if (accepted.length > 0) failures.push(fail('legacy', evidence, { affects }));
    if (versions.modern === 'rejected') failures.push(fail('no-modern', evidence, { affects }));
    return failures.length > 0 ? failures : pass;
  },
});
