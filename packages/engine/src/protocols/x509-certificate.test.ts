import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  basicConstraints,
  extension,
  nameConstraints,
  policyMappings,
} from '../../test/certificate-extensions.ts';
import { sequence, tlv } from '../../test/der-bytes.ts';
import { ecKey, rsaKey } from '../../test/make-certificate.ts';
import { at, ca, ip, leaf, makeLeaf, root } from '../../test/path-cases.ts';
import { pem } from '../../test/path-cases-signatures.ts';
import { derOf, parseX509 } from './x509-certificate.ts';

const read = (base64: string) => parseX509(Buffer.from(base64, 'base64'));

test('the facts are those that OpenSSL reads', () => {
  for (const base64 of [leaf, ca, root, makeLeaf({ key: rsaKey(2048), version: 1 })]) {
    const [ours, theirs] = [read(base64), new X509Certificate(Buffer.from(base64, 'base64'))];
    assert.ok(ours !== null);
    assert.deepEqual([ours.notBefore, ours.notAfter], [theirs.validFromDate, theirs.validToDate]);
    assert.equal(ours.basicConstraints?.ca ?? false, theirs.ca);
    assert.deepEqual(Buffer.from(ours.publicKey), theirs.publicKey.export({ type: 'spki', format: 'der' }));
    assert.equal(ours.selfIssued, theirs.subject === theirs.issuer);
  }
});

test('PEM, base64 and bytes come to the same', () => {
  const der = Buffer.from(leaf, 'base64');
  const text = `Some words.\n${pem(leaf, ca)}`;
  assert.deepEqual(derOf(leaf), [der]);
  assert.deepEqual(derOf(der), [der]);
  assert.deepEqual(derOf(text), [der, Buffer.from(ca, 'base64')]);
  assert.deepEqual(derOf(Buffer.from(text)), derOf(text));
  assert.deepEqual(derOf('-----BEGIN RSA PRIVATE KEY-----'), []);
});

for (const [title, extensions] of [
  ['an extension twice', [basicConstraints(true), basicConstraints(true)]],
  ['an extension that cannot be read', [extension('2.5.29.19', Buffer.from([0x30, 0x01]))]],
  ['a constraint of three octets', [nameConstraints([], [ip(Buffer.from([1, 2, 3]))])]],
  [
    'a constraint whose mask has holes',
    [nameConstraints([], [ip(Buffer.from([192, 0, 2, 0, 255, 0, 255, 0]))])],
  ],
  ['a mapping of any policy', [policyMappings(['2.5.29.32.0', '1.2.3'])]],
  ['a mapping to nothing', [extension('2.5.29.33', sequence(sequence()))]],
] as const) {
  test(`${title}: no certificate`, () => assert.equal(read(makeLeaf({ extensions })), null));
}

for (const version of [2, 4] as const) {
  test(`extensions in version ${version}: no certificate`, () =>
    assert.equal(read(makeLeaf({ version })), null));
}

test('an issuer without a name: no certificate', () => {
  assert.equal(read(makeLeaf({ issuer: { commonName: '', key: ecKey(), name: sequence() } })), null);
});

test('odd serial numbers and unique identifiers are borne', () => {
  for (const serial of [Buffer.from([0xff]), Buffer.alloc(25, 1), Buffer.from([0])]) {
    assert.ok(read(makeLeaf({ serial })) !== null);
  }
  const bits = Buffer.from([0, 1]);
  assert.equal(read(makeLeaf({ uniqueIds: [tlv(0x81, bits), tlv(0x82, bits)] }))?.version, 3);
});

test('an unsigned algorithm that differs from the signed one: no certificate', () => {
  const der = Buffer.from(leaf, 'base64');
  const outer = der.lastIndexOf(Buffer.from('2a8648ce3d040302', 'hex'));
  der[outer + 7] = 3;
  assert.equal(parseX509(der), null);
});

test('a time that never was: no certificate', () => {
  const der = Buffer.from(makeLeaf({ notAfter: at }), 'base64');
  der.write('20260631', der.indexOf('20260601'));
  assert.equal(parseX509(der), null);
});

test('any bytes are read without a throw', () => {
  const der = Buffer.from(leaf, 'base64');
  const damaged = fc.tuple(fc.nat(der.length - 1), fc.nat(255)).map(([index, octet]) => {
    const copy = Buffer.from(der);
    copy[index] = octet;
    return copy;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged), (input) => {
      for (const each of derOf(input)) parseX509(each);
    }),
    { numRuns: 500 },
  );
});
