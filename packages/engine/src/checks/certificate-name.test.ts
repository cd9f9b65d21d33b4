import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, certificate, judgeTls, session } from '../../test/judge-host.ts';
import { certificateName } from './certificate-name.ts';

const named = (...dnsNames: string[]) =>
  judgeTls(certificateName, session({ leaf: certificate({ dnsNames }) }));

test('a certificate with the name of the host passes, among others or by wildcard', () => {
  assert.equal(named('www.acme.test').verdict, 'pass');
  assert.equal(named('acme.test', '*.acme.test').verdict, 'pass');
});

test('trust is no matter of the name', () => {
  const pathError = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
  assert.equal(judgeTls(certificateName, session({ pathError })).verdict, 'pass');
});

for (const names of [
  ['acme.test'],
  ['other.test', '*.other.test'],
  ['*.www.acme.test'],
  ['ww*.acme.test'],
  [],
]) {
  test(`a certificate for ${names.join(', ') || 'nothing'} is a mismatch`, () => {
    const { verdict, findings } = named(...names);
    assert.equal(verdict, 'mismatch');
    assert.partialDeepStrictEqual(findings[0]?.evidence, [
      { label: 'host', value: 'www.acme.test' },
      { label: 'names in the certificate', value: names.join(', ') || 'none' },
    ]);
  });
}

test('it is open when nothing answers, and does not apply without TLS', () => {
  assert.equal(judgeTls(certificateName, unknown('timeout')).verdict, 'open');
  assert.equal(judgeTls(certificateName, ABSENT).verdict, 'notApplicable');
});
