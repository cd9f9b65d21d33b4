import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { issuerDomains, permission } from './caa-issuers.ts';
import type { CaaRecord } from './dns-answer.ts';

for (const [issuer, domain] of [
  ["C=US, O=Let's Encrypt, CN=R11", 'letsencrypt.org'],
  ['C=US, O=Google Trust Services, CN=WE1', 'pki.goog'],
  ['C=US, O=DigiCert Inc, CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1', 'digicert.com'],
  ['C=US, O=DigiCert Inc, OU=www.digicert.com, CN=GeoTrust TLS RSA CA G1', 'digicert.com'],
  [
    'C=GB, ST=Greater Manchester, L=Salford, O=Sectigo Limited, CN=Sectigo RSA Domain Validation',
    'sectigo.com',
  ],
  ['C=AT, O=ZeroSSL, CN=ZeroSSL ECC Domain Secure Site CA', 'sectigo.com'],
  ['C=BE, O=GlobalSign nv-sa, CN=GlobalSign Atlas R3 DV TLS CA 2024 Q1', 'globalsign.com'],
  ['C=US, O=Amazon, CN=Amazon RSA 2048 M02', 'amazontrust.com'],
  [
    'C=US, ST=Arizona, L=Scottsdale, O=GoDaddy.com, Inc., CN=Go Daddy Secure Certificate Authority - G2',
    'godaddy.com',
  ],
  ['C=US, O=SSL Corporation, CN=SSL.com TLS Issuing RSA CA R1', 'ssl.com'],
  ['C=NO, O=Buypass AS-983163327, CN=Buypass Class 2 CA 5', 'buypass.com'],
  ['C=IT, L=Milano, O=Actalis S.p.A., CN=Actalis Domain Validation Server CA G3', 'actalis.it'],
  ['C=PL, O=Asseco Data Systems S.A., CN=Certum DV TLS G2 R39 CA', 'certum.pl'],
  ['C=BM, O=QuoVadis Limited, CN=QuoVadis Global SSL ICA G3', 'quovadisglobal.com'],
  ['C=CH, O=SwissSign AG, CN=SwissSign RSA TLS DV ICA 2022 - 1', 'swisssign.com'],
  ['C=DE, O=Deutsche Telekom Security GmbH, CN=Telekom Security ServerID OV Class 2 CA', 'telesec.de'],
  ['C=GR, O=Hellenic Academic and Research Institutions CA, CN=HARICA OV TLS RSA', 'harica.gr'],
  ['C=US, O=IdenTrust, CN=TrustID Server CA O1', 'identrust.com'],
  ['C=US, O=Microsoft Corporation, CN=Microsoft Azure RSA TLS Issuing CA 04', 'microsoft.com'],
] as const) {
  test(`${issuer} looks for ${domain}`, () => assert.ok(issuerDomains(issuer)?.includes(domain)));
}

test('an authority that we do not know has no domains', () => {
  for (const issuer of ['CN=Acme Lab Root', 'O=Letsencryptish', ''])
    assert.equal(issuerDomains(issuer), null);
});

function record(tag: string, value: string): CaaRecord {
  return { critical: false, tag, value };
}

const domains = ['letsencrypt.org'];

test('an issuer that the set names is allowed, with parameters too', () => {
  assert.equal(permission([record('issue', 'letsencrypt.org')], domains, false), 'allowed');
  const account = record('ISSUE', 'LetsEncrypt.org; accounturi=https://ca.test/1');
  assert.equal(permission([record('issue', 'digicert.com'), account], domains, false), 'allowed');
});

test('one that it does not name is not', () => {
  assert.equal(permission([record('issue', 'digicert.com')], domains, false), 'not-allowed');
  assert.equal(permission([record('issue', ';')], domains, false), 'not-allowed');
});

test('a set without issue properties restricts nobody', () => {
  assert.equal(permission([record('iodef', 'mailto:a@acme.test')], domains, false), 'nobody');
  assert.equal(permission([record('issuewild', ';')], domains, false), 'nobody');
});

test('wildcards go by issuewild where there is one', () => {
  const set = [record('issue', 'letsencrypt.org'), record('issuewild', 'digicert.com')];
  assert.equal(permission(set, domains, true), 'not-allowed');
  assert.equal(permission(set, domains, false), 'allowed');
  assert.equal(permission(set.slice(0, 1), domains, true), 'allowed');
});

test('any issuer and any value is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, wildcard) => {
      assert.ok(issuerDomains(text) === null || (issuerDomains(text)?.length ?? 0) > 0);
      assert.equal(typeof permission([record('issue', text)], domains, wildcard), 'string');
    }),
  );
});
