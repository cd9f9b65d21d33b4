import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ACCEPTED,
  intermediateCa,
  leafOf,
  REFUSED,
  shown,
  survey,
  withFeatures,
  withProtocols,
  withSuites,
} from '../../test/judge-survey.ts';
import { rsaKey } from '../../test/make-certificate.ts';
import { rateTls } from './tls-rating.ts';
import type { TlsSurvey } from './tls-survey.ts';

const dh = (bits: number) => ({ bits, known: null, sha256: '', isExport: false, isAnonymous: false });
const certified = (leaf: string, path?: { reason: string; index: number }[], more = [intermediateCa]) =>
  survey({
    certificates: [shown([leaf, ...more], path === undefined ? {} : { path: { ok: false, reasons: path } })],
  });

test('a server of today: 30 percent protocols, 30 key exchange, 40 ciphers', () => {
  const { grade, score, parts, caps } = rateTls(survey());
  assert.deepEqual(
    { grade, score, parts, caps },
    {
      grade: 'A',
      score: 93,
      parts: { protocol: 100, keyExchange: 90, cipher: 90 },
      caps: [],
    },
  );
});

const table: [what: string, survey: TlsSurvey, grade: string, reason?: RegExp][] = [
  ['no TLS 1.3', withProtocols({ 'TLSv1.3': REFUSED }), 'A-', /TLS 1.3/],
  ['TLS 1.3 alone', withProtocols({ 'TLSv1.2': REFUSED }), 'A'],
  ['TLS 1.0 too', withProtocols({ TLSv1: ACCEPTED }), 'B', /TLS 1.0/],
  ['SSL 3.0 too', withProtocols({ SSLv3: ACCEPTED }), 'C', /SSL 3.0/],
  ['SSL 2.0 too', withProtocols({ SSLv2: ACCEPTED }), 'F', /SSL 2.0/],
  [
    'TLS 1.1 and no newer',
    withProtocols({ 'TLSv1.1': ACCEPTED, 'TLSv1.2': REFUSED, 'TLSv1.3': REFUSED }),
    'C',
    /neither/,
  ],
  ['RC4 in TLS 1.2', withSuites(0xc02b, 0xc007), 'C', /RC4/],
  ['3DES in TLS 1.2', withSuites(0xc02b, 0xc008), 'C', /64-bit/],
  ['export', withSuites(0xc02b, 0x0003), 'F', /export/],
  ['anonymous', withSuites(0xc02b, 0x006c), 'F', /authentication/],
  ['no encryption', withSuites(0xc02b, 0x003b), 'F', /encryption/],
  ['a prime of 1024 bits', survey({ dh: [dh(1024)] }), 'B', /Diffie-Hellman/],
  ['a prime of 768 bits', survey({ dh: [dh(768)] }), 'F', /Diffie-Hellman/],
  ['compression', withFeatures({ compression: 'present' }), 'C', /compression/],
  ['renegotiation of old', withFeatures({ secureRenegotiation: 'absent' }), 'F', /renegotiation/],
  [
    'heartbleed',
    survey({ behaviours: { ...survey().behaviours, heartbleed: 'present' } }),
    'F',
    /Heartbleed/,
  ],
  ['a short key', certified(leafOf({ key: rsaKey(1024) })), 'B', /2048/],
  ['no path', certified(leafOf(), [{ reason: 'untrusted-root', index: 1 }]), 'T', /known root/],
  ['a missing link', certified(leafOf(), [{ reason: 'unknown-issuer', index: 0 }], []), 'B', /chain lacks/],
  ['another name', certified(leafOf({ names: ['other.test'] })), 'M', /another name/],
];
for (const [what, wish, grade, reason] of table) {
  test(`${what}: ${grade}`, () => {
    const rating = rateTls(wish);
    assert.equal(rating.grade, grade);
    if (reason !== undefined) assert.match(rating.caps.map((cap) => cap.reason).join('; '), reason);
    assert.ok(rating.caps.every(({ change }) => change.length > 0));
  });
}

test('without trust the rest is graded all the same', () => {
  const wish = {
    ...certified(leafOf(), [{ reason: 'expired', index: 0 }]),
    protocols: withProtocols({ TLSv1: ACCEPTED }).protocols,
  };
  const { grade, gradeWithoutTrust } = rateTls(wish);
  assert.deepEqual([grade, gradeWithoutTrust], ['T', 'B']);
});

test('a part of zero leaves nothing: anonymous key exchange, no cipher', () => {
  assert.equal(rateTls(withSuites(0x006c)).score, 0);
  assert.equal(rateTls(survey({ suites: {} })).score, 0);
});
