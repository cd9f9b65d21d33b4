import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ACCEPTED,
  judgeSurvey,
  REFUSED,
  survey,
  TIMEOUT,
  WITHOUT_TLS,
  withProtocols,
} from '../../test/judge-survey.ts';
import { tlsVersion } from './tls-version.ts';

test('TLS 1.2 and 1.3 alone pass', () => {
  assert.equal(judgeSurvey(tlsVersion, survey()).verdict, 'pass');
});

const table: [Parameters<typeof withProtocols>[0], string][] = [
  [{ TLSv1: ACCEPTED, 'TLSv1.1': ACCEPTED }, 'legacy'],
  [{ 'TLSv1.1': ACCEPTED }, 'legacy'],
  [{ TLSv1: ACCEPTED, 'TLSv1.1': TIMEOUT }, 'legacy'],
  [{ SSLv2: ACCEPTED, SSLv3: ACCEPTED }, 'sslv2, sslv3'],
  [{ TLSv1: ACCEPTED, 'TLSv1.2': REFUSED, 'TLSv1.3': REFUSED }, 'legacy, no-modern'],
  [{ 'TLSv1.3': REFUSED }, 'pass'],
  [{ 'TLSv1.3': TIMEOUT }, 'pass'],
  [{ TLSv1: TIMEOUT }, 'open'],
  [{ SSLv2: TIMEOUT }, 'open'],
  [{ 'TLSv1.2': TIMEOUT, 'TLSv1.3': TIMEOUT }, 'open'],
];
for (const [wish, verdict] of table) {
  const told = Object.entries(wish).map(([name, { state }]) => `${name} ${state}`);
  test(`${told.join(', ')}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsVersion, withProtocols(wish)).verdict, verdict);
  });
}

test('the finding names the versions and the service', () => {
  const { findings } = judgeSurvey(tlsVersion, withProtocols({ TLSv1: ACCEPTED, 'TLSv1.1': ACCEPTED }));
  assert.deepEqual(findings[0]?.evidence, [{ label: 'accepted', value: 'TLS 1.0, TLS 1.1' }]);
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsVersion, answer).verdict, verdict);
  });
}
