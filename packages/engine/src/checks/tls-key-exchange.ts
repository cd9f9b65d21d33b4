import type { Unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { TLS_PROTOCOLS } from '../protocols/tls-names.ts';
import { suiteOf } from '../protocols/tls-suite.ts';
import type { DhParameters, TlsSurveyAnswer } from '../protocols/tls-survey.ts';
import { doubtAbout } from '../protocols/tls-weaknesses.ts';

const NEW_GROUP =
  'Use elliptic curves alone: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` in nginx, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20` in Apache. If finite-field Diffie-Hellman has to stay, take a group of 2048 bits or more (RFC 7919): `ssl_dhparam ffdhe2048.pem;` in nginx; Apache 2.4.7 or newer takes one as long as the key of the certificate.';

export const tlsKeyExchange = defineCheck({
  id: 'tls-key-exchange',
  title: 'Diffie-Hellman groups are large enough',
  category: 'tls',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9325#section-4.3', 'https://weakdh.org/'],
  needs: { groups: part(tlsSurvey, groupsOf) },
  findings: {
    'dh-broken': {
      severity: 'high',
      title: 'Diffie-Hellman with a prime that can be broken is accepted',
      remediation: NEW_GROUP,
    },
    'dh-weak': {
      severity: 'medium',
      title: 'Diffie-Hellman with a short prime is accepted',
      remediation: NEW_GROUP,
    },
    'common-prime': {
      severity: 'low',
      title: 'Diffie-Hellman with a short prime that many servers share',
      remediation: NEW_GROUP,
    },
  },
  evaluate({ groups }) {
    if (groups === null) return notApplicable;
    const { dh, affects } = groups;
    const evidence = (list: readonly DhParameters[]) => ({ primes: list.map(nameOf).join(', ') });
    const broken = dh.filter(({ bits }) => bits < 1024);
    const weak = dh.filter(({ bits }) => bits >= 1024 && bits < 2048);
    const common = weak.filter(({ known }) => known !== null);
    const failures = [];
    if (broken.length > 0) failures.push(fail('dh-broken', evidence(broken), { affects }));
    if (weak.length > 0) failures.push(fail('dh-weak', evidence(weak), { affects }));
    if (common.length > 0) failures.push(fail('common-prime', evidence(common), { affects }));
    return failures.length > 0 ? failures : pass;
  },
});

function nameOf({ bits, known, sha256 }: DhParameters): string {
  return `${bits} bits, ${known ?? `SHA-256 ${sha256.slice(0, 16)}`}`;
}

/** Null where no finite-field Diffie-Hellman is spoken; suites without authentication are a fault in themselves. */
function groupsOf(answer: Exclude<TlsSurveyAnswer, Unknown>) {
  if (answer.state !== 'present') return null;
  const affects = [serviceKey(answer.address, answer.port)];
  const dh = answer.dh.filter(({ isAnonymous }) => !isAnonymous);
  if (dh.some(({ bits }) => bits < 2048)) return { dh, affects };
  const doubt = doubtAbout(
    answer,
    TLS_PROTOCOLS.filter((protocol) => protocol !== 'SSLv2'),
  );
  if (doubt !== null) return doubt;
  const isSpoken = Object.values(answer.suites).some(({ suites }) =>
    suites.some((id) => suiteOf(id)?.keyExchange === 'DHE'),
  );
  return isSpoken || dh.length > 0 ? { dh, affects } : null;
}
