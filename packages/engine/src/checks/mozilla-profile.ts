import { defineCheck, fail, informational, notApplicable, part } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { surveyed } from '../protocols/tls-judged.ts';
import { MOZILLA_VERSION, mozillaProfileOf } from '../protocols/tls-mozilla.ts';

const MAX_DEVIATIONS = 12;

export const mozillaProfile = defineCheck({
  id: 'mozilla-profile',
  title: "The server keeps to one of Mozilla's profiles",
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://wiki.mozilla.org/Security/Server_Side_TLS', 'https://ssl-config.mozilla.org/'],
  needs: { survey: part(tlsSurvey, surveyed) },
  findings: {
    none: {
      severity: 'info',
      title: "The server keeps to none of Mozilla's profiles",
      remediation:
        'Take over the intermediate profile: `ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; ssl_ecdh_curve X25519:prime256v1:secp384r1; ssl_prefer_server_ciphers off;` in nginx, `SSLProtocol -all +TLSv1.2 +TLSv1.3`, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20`, `SSLOpenSSLConfCmd Curves X25519:prime256v1:secp384r1`, `SSLHonorCipherOrder off` in Apache.',
    },
  },
  evaluate({ survey }) {
    const match = survey === null ? null : mozillaProfileOf(survey);
    if (survey === null || match === null) return notApplicable;
    const { profile, deviations } = match;
    if (profile === null) {
      const list = deviations.intermediate;
      const shown = list.slice(0, MAX_DEVIATIONS).join('; ');
      const evidence = { 'unlike intermediate': shown, count: list.length, version: MOZILLA_VERSION };
      return fail('none', evidence, { affects: [serviceKey(survey.address, survey.port)] });
    }
    const stricter = profile === 'modern' ? [] : deviations[profile === 'old' ? 'intermediate' : 'modern'];
    const rest =
      stricter.length === 0
        ? ''
        : ` Unlike the next stricter: ${stricter.slice(0, MAX_DEVIATIONS).join('; ')}.`;
    return informational(`${profile}, version ${MOZILLA_VERSION}.${rest}`);
  },
});
