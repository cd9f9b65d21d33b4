import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leafOf, REFUSED, shown, survey, TIMEOUT, withSuites } from '../../test/judge-survey.ts';
import { rsaKey } from '../../test/make-certificate.ts';
import { mozillaProfileOf } from './tls-mozilla.ts';
import type { TlsSurvey } from './tls-survey.ts';

const DAY = 86_400_000;
const rsa = (bits: number, days = 61) =>
  shown([leafOf({ key: rsaKey(bits), notBefore: new Date(), notAfter: new Date(Date.now() + days * DAY) })]);
const groups = (...values: number[]) => ({ tls12: { values }, tls13: { values } });

const table: [string, TlsSurvey, string | null][] = [
  ['TLS 1.2 and 1.3 with what is recommended', survey(), 'intermediate'],
  [
    'TLS 1.3 alone',
    survey({
      protocols: { ...survey().protocols, 'TLSv1.2': REFUSED },
      suites: { 'TLSv1.3': { suites: [0x1301, 0x1303], order: 'client' } },
    }),
    'modern',
  ],
  ['CBC too', withSuites(0xc02b, 0xc009), 'old'],
  ['3DES of the old profile', withSuites(0xc02b, 0x000a), 'old'],
  ['3DES that no profile has', withSuites(0xc02b, 0xc008), null],
  ['another curve', survey({ groups: groups(29, 25) }), null],
  ['CCM in TLS 1.3', survey({ suites: { 'TLSv1.3': { suites: [0x1301, 0x1304], order: null } } }), null],
  ['an RSA key of 2048 bits', survey({ certificates: [rsa(2048)] }), 'intermediate'],
  ['an RSA key of 1024 bits', survey({ certificates: [rsa(1024)] }), null],
  ['a certificate for two years', survey({ certificates: [rsa(2048, 700)] }), null],
];
for (const [what, wish, profile] of table) {
  test(`${what}: ${profile ?? 'none'}`, () => {
    assert.equal(mozillaProfileOf(wish)?.profile, profile);
  });
}

test('each deviation is told by name', () => {
  const match = mozillaProfileOf(withSuites(0xc02b, 0xc007));
  assert.deepEqual(match?.deviations.intermediate, ['TLSv1.2 with TLS_ECDHE_ECDSA_WITH_RC4_128_SHA']);
  assert.ok(match?.deviations.modern.includes('TLSv1.2 is accepted'));
});

test('lists in doubt, and light surveys, tell of no profile', () => {
  assert.equal(mozillaProfileOf(survey({ depth: 'light' })), null);
  const doubted = survey({ suites: { 'TLSv1.2': { suites: [0xc02b], order: null, doubt: TIMEOUT } } });
  assert.equal(mozillaProfileOf(doubted), null);
});
