import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, judgeTls, session } from '../../test/judge-host.ts';
import type { Acceptance } from '../protocols/tls-session.ts';
import { tlsVersion } from './tls-version.ts';

const table: [tls10: Acceptance, tls11: Acceptance, modern: Acceptance, verdict: string][] = [
  ['rejected', 'rejected', 'accepted', 'pass'],
  ['accepted', 'accepted', 'accepted', 'legacy'],
  ['rejected', 'accepted', 'accepted', 'legacy'],
  ['accepted', 'unknown', 'accepted', 'legacy'],
  ['accepted', 'accepted', 'rejected', 'legacy, no-modern'],
  ['unknown', 'rejected', 'accepted', 'open'],
  ['unknown', 'unknown', 'accepted', 'open'],
];
for (const [tls10, tls11, modern, verdict] of table) {
  test(`TLS 1.0 ${tls10}, 1.1 ${tls11}, newer ${modern}: ${verdict}`, () => {
    const versions = { TLSv1: tls10, 'TLSv1.1': tls11, modern };
    assert.equal(judgeTls(tlsVersion, session({ versions })).verdict, verdict);
  });
}

test('the finding names the versions and the service', () => {
  const versions = { TLSv1: 'accepted', 'TLSv1.1': 'accepted', modern: 'accepted' } as const;
  const { findings } = judgeTls(tlsVersion, session({ versions }));
  assert.deepEqual(findings[0]?.evidence, [{ label: 'accepted', value: 'TLS 1.0, TLS 1.1' }]);
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp']);
});

test('it is open when nothing answers, and does not apply without TLS', () => {
  assert.equal(judgeTls(tlsVersion, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(tlsVersion, ABSENT).verdict, 'notApplicable');
});
