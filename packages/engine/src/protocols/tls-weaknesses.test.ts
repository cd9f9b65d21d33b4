import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import type { TlsSurvey } from './tls-survey.ts';
import {
  postQuantumOf,
  suiteNames,
  TLS_WEAKNESSES,
  type WeaknessName,
  weaknessesOf,
} from './tls-weaknesses.ts';

const refused = { state: 'refused', by: 'alert', detail: 'protocol_version' } as const;
const accepted = { state: 'accepted' } as const;

/** TLS 1.2 with ECDHE and AEAD, and TLS 1.3. */
const healthy: TlsSurvey = {
  state: 'present',
  depth: 'full',
  surveyedAs: null,
  address: '192.0.2.1',
  port: 443,
  servername: 'www.acme.test',
  starttls: null,
  protocols: {
    SSLv2: refused,
    SSLv3: refused,
    TLSv1: refused,
    'TLSv1.1': refused,
    'TLSv1.2': accepted,
    'TLSv1.3': accepted,
  },
  suites: {
    'TLSv1.2': { suites: [0xc02b, 0xc02f], order: 'server' },
    'TLSv1.3': { suites: [0x1301], order: null },
  },
  groups: { tls12: { values: [29] }, tls13: { values: [0x11ec, 29] } },
  signatures: { tls12: { values: [0x0403] }, tls13: { values: [0x0403] } },
  dh: [],
  certificates: [],
  features: {
    alpn: { values: ['h2'] },
    secureRenegotiation: 'present',
    extendedMasterSecret: 'present',
    encryptThenMac: 'notApplicable',
    sessionTickets: 'present',
    earlyData: 'absent',
    heartbeat: 'absent',
    compression: 'absent',
    ocspStapling: 'absent',
    signedTimestamps: 'absent',
    fallbackScsv: 'present',
    clientCertificate: 'absent',
  },
  behaviours: { heartbleed: 'notApplicable', ccsInjection: 'absent', robot: 'notApplicable' },
  fingerprints: { jarm: '0'.repeat(62), server: '' },
  connections: 1,
  durationMs: 1,
};

const withSuites = (...suites: number[]): TlsSurvey => ({
  ...healthy,
  suites: { ...healthy.suites, 'TLSv1.2': { suites, order: 'server' } },
});
const withFeatures = (features: Partial<TlsSurvey['features']>): TlsSurvey => ({
  ...healthy,
  features: { ...healthy.features, ...features },
});
const withOld = (protocol: 'SSLv3' | 'TLSv1', ...suites: number[]): TlsSurvey => ({
  ...healthy,
  protocols: { ...healthy.protocols, [protocol]: accepted },
  suites: { ...healthy.suites, [protocol]: { suites, order: 'client' } },
});
const withPrime = (bits: number, known: string | null): TlsSurvey => ({
  ...withSuites(0x009e),
  dh: [{ bits, known, sha256: 'ab'.repeat(32), isExport: false, isAnonymous: false }],
});

const presentIn = (survey: TlsSurvey) =>
  weaknessesOf(survey).flatMap(({ name, state }) => (state === 'present' ? [name] : []));
const one = (survey: TlsSurvey, name: WeaknessName) =>
  weaknessesOf(survey).find((each) => each.name === name);

test('a healthy server has none of them', () => {
  assert.deepEqual(presentIn(healthy), []);
  assert.deepEqual(
    weaknessesOf(healthy).map(({ name }) => name),
    TLS_WEAKNESSES,
  );
});

const cases: readonly [string, TlsSurvey, readonly WeaknessName[]][] = [
  ['3DES', withSuites(0xc012), ['sweet32', 'lucky13']],
  ['RC4', withSuites(0xc011), ['rc4']],
  ['RSA key exchange', withSuites(0x009c), ['no-forward-secrecy']],
  ['RSA export', withSuites(0x0003), ['freak', 'rc4', 'no-forward-secrecy']],
  ['anonymous ECDH', withSuites(0xc018), ['lucky13', 'anonymous-key-exchange']],
  ['no encryption', withSuites(0xc010), ['null-encryption']],
  ['SSLv3 with CBC', withOld('SSLv3', 0x0033), ['poodle', 'beast', 'lucky13']],
  ['SSLv3 with RC4 alone', withOld('SSLv3', 0xc011), ['rc4']],
  ['TLS 1.0 with CBC', withOld('TLSv1', 0xc013), ['beast', 'lucky13']],
  ['a prime of 1,024 bits', withPrime(1024, 'RFC 2409 group 2'), ['logjam']],
  ['a prime of 2,048 bits', withPrime(2048, 'RFC 3526 group 14'), []],
  ['compression', withFeatures({ compression: 'present' }), ['crime']],
  ['renegotiation of old', withFeatures({ secureRenegotiation: 'absent' }), ['insecure-renegotiation']],
  ['fallback unmarked', withFeatures({ fallbackScsv: 'absent' }), ['no-fallback-protection']],
  [
    'a heart that bleeds',
    { ...healthy, behaviours: { ...healthy.behaviours, heartbleed: 'present' } },
    ['heartbleed'],
  ],
  [
    'an early CCS',
    { ...healthy, behaviours: { ...healthy.behaviours, ccsInjection: 'present' } },
    ['ccs-injection'],
  ],
  ['an oracle', { ...healthy, behaviours: { ...healthy.behaviours, robot: 'present' } }, ['robot']],
];
for (const [what, survey, names] of cases) {
  test(`${what}: ${names.join(', ') || 'none'}`, () => {
    assert.deepEqual(presentIn(survey).toSorted(), names.toSorted());
  });
}

test('SSLv2 is DROWN, confirmed by its weak cipher kinds', () => {
  const speaks: TlsSurvey = { ...healthy, protocols: { ...healthy.protocols, SSLv2: accepted } };
  const withKinds = (...suites: number[]) => ({
    ...speaks,
    suites: { ...speaks.suites, SSLv2: { suites, order: null } },
  });
  assert.partialDeepStrictEqual(one(withKinds(), 'drown'), { state: 'present', confidence: 'indication' });
  assert.partialDeepStrictEqual(one(withKinds(0x020080), 'drown'), {
    state: 'present',
    confidence: 'confirmed',
    evidence: ['accepts SSLv2', 'SSLv2 SSL_CK_RC4_128_EXPORT40_WITH_MD5'],
  });
  assert.deepEqual(suiteNames(withKinds(0x020080), 'SSLv2'), ['SSL_CK_RC4_128_EXPORT40_WITH_MD5']);
});

test('a prime of 1,024 bits is told by name', () => {
  assert.deepEqual(one(withPrime(1024, 'RFC 2409 group 2'), 'logjam')?.evidence, [
    '1024-bit prime RFC 2409 group 2',
  ]);
  assert.deepEqual(one(withPrime(1024, null), 'logjam')?.evidence, ['1024-bit prime abababababababab']);
});

test('DHE whose prime was not seen leaves LOGJAM open', () => {
  assert.partialDeepStrictEqual(one(withSuites(0x009e), 'logjam')?.state, { state: 'unknown' });
});

test('what could not be asked is unknown, unless what was found decides', () => {
  const silent: TlsSurvey = { ...healthy, protocols: { ...healthy.protocols, TLSv1: unknown('timeout') } };
  assert.deepEqual(one(silent, 'rc4')?.state, unknown('timeout'));
  assert.deepEqual(one(silent, 'poodle')?.state, 'absent');
  const cut: TlsSurvey = {
    ...healthy,
    suites: { 'TLSv1.2': { suites: [0xc011], order: null, doubt: unknown('limited') } },
  };
  assert.equal(one(cut, 'rc4')?.state, 'present');
  assert.deepEqual(one(cut, 'sweet32')?.state, unknown('limited'));
});

test('post-quantum agreement, in three states', () => {
  assert.equal(postQuantumOf(healthy), 'present');
  const groups = (tls13: TlsSurvey['groups']['tls13']): TlsSurvey => ({
    ...healthy,
    groups: { tls12: null, tls13 },
  });
  assert.equal(postQuantumOf(groups({ values: [29] })), 'absent');
  assert.deepEqual(postQuantumOf(groups({ values: [29], doubt: unknown('timeout') })), unknown('timeout'));
  assert.equal(
    postQuantumOf({ ...healthy, protocols: { ...healthy.protocols, 'TLSv1.3': refused } }),
    'notApplicable',
  );
});
