import type { Unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { TLS_PROTOCOLS } from '../protocols/tls-names.ts';
import { suiteOf, type TlsSuite } from '../protocols/tls-suite.ts';
import type { TlsSurveyAnswer } from '../protocols/tls-survey.ts';
import { doubtAbout } from '../protocols/tls-weaknesses.ts';

const STRONG =
  'Allow suites with forward secrecy and authenticated encryption alone: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` in nginx, `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20` in Apache (TLS 1.3 has no others).';
const MAX_NAMES = 12;

type Kind = 'null' | 'anonymous' | 'export' | 'rc4' | 'des' | 'triple-des' | 'no-forward-secrecy';

/** Each suite counts for the worst that can be said of it. */
const KINDS: readonly (readonly [Kind, (suite: TlsSuite) => boolean])[] = [
  ['null', ({ mode }) => mode === 'none'],
  ['anonymous', ({ authentication }) => authentication === 'anon'],
  ['export', ({ isExport }) => isExport],
  ['rc4', ({ cipher }) => cipher.startsWith('RC4')],
  ['des', ({ bits }) => bits < 112],
  ['triple-des', ({ blockBits }) => blockBits === 64],
  ['no-forward-secrecy', ({ forwardSecret }) => !forwardSecret],
];

export const tlsCipher = defineCheck({
  id: 'tls-cipher',
  title: 'Only strong cipher suites are accepted',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9325#section-4',
    'https://www.rfc-editor.org/rfc/rfc7465',
    'https://sweet32.info/',
  ],
  needs: { accepted: part(tlsSurvey, acceptedSuites) },
  findings: {
    null: { severity: 'high', title: 'Suites without encryption are accepted', remediation: STRONG },
    anonymous: { severity: 'high', title: 'Suites without authentication are accepted', remediation: STRONG },
    export: { severity: 'high', title: 'Suites of export strength are accepted', remediation: STRONG },
    rc4: { severity: 'medium', title: 'RC4 is accepted', remediation: STRONG },
    des: { severity: 'medium', title: 'DES with 56 bits is accepted', remediation: STRONG },
    'triple-des': {
      severity: 'medium',
      title: 'Ciphers with blocks of 64 bits are accepted (SWEET32)',
      remediation: STRONG,
    },
    'no-forward-secrecy': {
      severity: 'low',
      title: 'Suites without forward secrecy are accepted',
      remediation: STRONG,
    },
    'cbc-only': {
      severity: 'info',
      title: 'No suite with authenticated encryption is accepted',
      remediation: STRONG,
    },
  },
  evaluate({ accepted }) {
    if (accepted === null) return notApplicable;
    const { suites, doubt, affects } = accepted;
    const failures = [];
    let rest = suites;
    for (const [kind, isOfKind] of KINDS) {
      const names = rest.filter(({ suite }) => isOfKind(suite)).map(({ name }) => name);
      rest = rest.filter(({ suite }) => !isOfKind(suite));
      if (names.length === 0) continue;
      const shown = names.slice(0, MAX_NAMES).join(', ');
      failures.push(fail(kind, { suites: shown, count: names.length }, { affects }));
    }
    const isOld = suites.length > 0 && suites.every(({ suite }) => suite.mode !== 'AEAD');
    if (isOld && doubt === null) failures.push(fail('cbc-only', { suites: suites.length }, { affects }));
    if (failures.length > 0) return failures;
    return doubt === null ? pass : open(doubt.detail ?? doubt.reason);
  },
});

/** Of SSL 3.0 on: SSL 2.0 is a fault in itself. */
function acceptedSuites(answer: Exclude<TlsSurveyAnswer, Unknown>) {
  if (answer.state !== 'present') return null;
  const protocols = TLS_PROTOCOLS.filter((protocol) => protocol !== 'SSLv2');
  const suites = protocols.flatMap((protocol) =>
    (answer.suites[protocol]?.suites ?? []).flatMap((id) => {
      const suite = suiteOf(id);
      return suite === undefined ? [] : [{ suite, name: `${protocol} ${suite.name}` }];
    }),
  );
  return {
    suites,
    doubt: doubtAbout(answer, protocols),
    affects: [serviceKey(answer.address, answer.port)],
  };
}
