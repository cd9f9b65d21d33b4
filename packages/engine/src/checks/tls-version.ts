import { isUnknown, type Unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { TLS_PROTOCOLS, type TlsProtocol } from '../protocols/tls-names.ts';
import type { Support, TlsSurveyAnswer } from '../protocols/tls-survey.ts';

const NAMES: Record<TlsProtocol, string> = {
  SSLv2: 'SSL 2.0',
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
};
const LEGACY = ['TLSv1', 'TLSv1.1'] as const;
const MODERN = ['TLSv1.2', 'TLSv1.3'] as const;
const OFF =
  'Switch it off: `ssl_protocols TLSv1.2 TLSv1.3;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3` in Apache.';

export const tlsVersion = defineCheck({
  id: 'tls-version',
  title: 'Only current versions of TLS are spoken',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1',
    'https://www.rfc-editor.org/rfc/rfc7568',
    'https://www.rfc-editor.org/rfc/rfc6176',
  ],
  needs: { versions: part(tlsSurvey, acceptedVersions) },
  findings: {
    sslv2: { severity: 'high', title: 'SSL 2.0 is accepted', remediation: OFF },
    sslv3: { severity: 'high', title: 'SSL 3.0 is accepted', remediation: OFF },
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
    const { protocols, affects } = versions;
    const takes = (protocol: TlsProtocol) => protocols[protocol].state === 'accepted';
    const named = (list: readonly TlsProtocol[]) => ({
      accepted: list
        .filter(takes)
        .map((protocol) => NAMES[protocol])
        .join(', '),
    });
    const failures = [];
    if (takes('SSLv2')) failures.push(fail('sslv2', named(['SSLv2']), { affects }));
    if (takes('SSLv3')) failures.push(fail('sslv3', named(['SSLv3']), { affects }));
    if (LEGACY.some(takes)) failures.push(fail('legacy', named(LEGACY), { affects }));
    if (MODERN.every((protocol) => protocols[protocol].state === 'refused')) {
      failures.push(fail('no-modern', named(TLS_PROTOCOLS), { affects }));
    }
    return failures.length > 0 ? failures : pass;
  },
});

/** Unknown when a version that was not answered could be the fault, and no other is. */
function acceptedVersions(answer: Exclude<TlsSurveyAnswer, Unknown>) {
  if (answer.state !== 'present') return null;
  const { protocols, address, port } = answer;
  const old: Support[] = (['SSLv2', 'SSLv3', ...LEGACY] as const).map((protocol) => protocols[protocol]);
  const isModern = MODERN.some((protocol) => protocols[protocol].state === 'accepted');
  const doubt = [...old, ...(isModern ? [] : MODERN.map((protocol) => protocols[protocol]))].find(isUnknown);
  if (doubt !== undefined && !old.some(({ state }) => state === 'accepted')) return doubt;
  return { protocols, affects: [serviceKey(address, port)] };
}
