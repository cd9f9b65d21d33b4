import type { Unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { signatureName } from '../protocols/tls-signature.ts';
import type { TlsSurveyAnswer } from '../protocols/tls-survey.ts';

export const tlsSignature = defineCheck({
  id: 'tls-signature',
  title: 'Handshakes are not signed with SHA-1 or MD5',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9155'],
  needs: { schemes: part(tlsSurvey, weakSchemes) },
  findings: {
    weak: {
      severity: 'low',
      title: 'The server signs handshakes with SHA-1 or MD5 when asked to',
      remediation:
        'Leave SHA-1 and MD5 out: OpenSSL 3 at security level 1 or higher does; for older ones `ssl_conf_command SignatureAlgorithms RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256;` in nginx, `SSLOpenSSLConfCmd SignatureAlgorithms RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256` in Apache.',
    },
  },
  evaluate({ schemes }) {
    if (schemes === null) return notApplicable;
    const { names, affects } = schemes;
    return names.length === 0 ? pass : fail('weak', { schemes: names.join(', ') }, { affects });
  },
});

/** Only TLS 1.2 lets both sides choose: older versions have nothing else, TLS 1.3 has no such schemes. */
function weakSchemes(answer: Exclude<TlsSurveyAnswer, Unknown>) {
  if (answer.state !== 'present') return null;
  const support = answer.protocols['TLSv1.2'];
  if (support.state === 'unknown') return support;
  const list = answer.signatures.tls12;
  if (list === null) return null;
  const names = list.values.map(signatureName).filter((name) => /sha1$|md5$/.test(name));
  if (names.length === 0 && list.doubt !== undefined) return list.doubt;
  return { names, affects: [serviceKey(answer.address, answer.port)] };
}
