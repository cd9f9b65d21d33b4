import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, certificate, judgeTls, session } from '../../test/judge-host.ts';
import { certificateExpiry } from './certificate-expiry.ts';

const dated = (notBefore: string, notAfter: string) =>
  session({ leaf: certificate({ notBefore, notAfter }) });

test('a certificate in the middle of its life passes', () => {
  assert.equal(judgeTls(certificateExpiry, session()).verdict, 'pass');
});

// Observed on 2026-03-01 at 12:00.
for (const [notBefore, notAfter, verdict] of [
  ['2026-01-01T00:00:00.000Z', '2026-03-15T12:00:00.000Z', 'pass'],
  ['2026-01-01T00:00:00.000Z', '2026-03-15T11:59:59.000Z', 'expires-soon'],
  ['2026-01-01T00:00:00.000Z', '2026-03-01T12:00:00.000Z', 'expires-soon'],
  ['2026-01-01T00:00:00.000Z', '2026-03-01T11:59:59.000Z', 'expired'],
  ['2016-01-01T00:00:00.000Z', '2017-01-01T00:00:00.000Z', 'expired'],
  ['2026-03-01T12:00:01.000Z', '2027-01-01T00:00:00.000Z', 'not-yet-valid'],
  // Six days of life: soon is the last third.
  ['2026-02-27T12:00:00.000Z', '2026-03-05T12:00:00.000Z', 'pass'],
  ['2026-02-24T12:00:00.000Z', '2026-03-02T12:00:00.000Z', 'expires-soon'],
] as const) {
  test(`from ${notBefore} to ${notAfter}: ${verdict}`, () => {
    assert.equal(judgeTls(certificateExpiry, dated(notBefore, notAfter)).verdict, verdict);
  });
}

test('the finding says when, and names the certificate and the service', () => {
  const { findings } = judgeTls(
    certificateExpiry,
    dated('2026-01-01T00:00:00.000Z', '2026-02-20T00:00:00.000Z'),
  );
  assert.deepEqual(findings[0]?.evidence, [
    { label: 'not after', value: '2026-02-20T00:00:00.000Z' },
    { label: 'days ago', value: '9' },
    { label: 'issuer', value: 'CN=Acme CA' },
  ]);
  assert.deepEqual(findings[0]?.affects, ['Service:192.0.2.1:443/tcp', `TLSCertificate:${'ab'.repeat(32)}`]);
});

test('it is open when nothing answers or the certificate cannot be read, and does not apply without TLS', () => {
  assert.equal(judgeTls(certificateExpiry, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(certificateExpiry, session({ leaf: unknown('malformed') })).verdict, 'open');
  assert.equal(judgeTls(certificateExpiry, ABSENT).verdict, 'notApplicable');
});
