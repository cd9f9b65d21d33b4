import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnknown } from '@cyborux/contract';
import fc from 'fast-check';
import {
  type CertificateWish,
  ecKey,
  ed25519Key,
  makeCertificate,
  rsaKey,
} from '../../test/make-certificate.ts';
import { type Certificate, certificateSchema, matchesHost, parseCertificate } from './certificate.ts';

function read(wish: CertificateWish): Certificate {
  const facts = parseCertificate(makeCertificate(wish));
  assert.ok(!isUnknown(facts));
  return facts;
}

test('the facts of a certificate are those that were put in', () => {
  const issuer = { commonName: 'Acme CA', key: ecKey() };
  const facts = read({
    commonName: 'www.acme.test',
    names: ['WWW.acme.test', '*.acme.test'],
    addresses: ['192.0.2.1', '2001:db8::1'],
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2026-04-01T12:30:00Z'),
    issuer,
  });
  assert.deepEqual(certificateSchema.parse(facts), facts);
  assert.match(facts.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(
    { ...facts, sha256: '' },
    {
      subject: 'CN=www.acme.test',
      issuer: 'CN=Acme CA',
      serial: '1a2b3c',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2026-04-01T12:30:00.000Z',
      dnsNames: ['www.acme.test', '*.acme.test'],
      ipAddresses: ['192.0.2.1', '2001:db8::1'],
      keyAlgorithm: 'EC',
      keyBits: 256,
      signatureAlgorithm: 'ecdsa-with-SHA256',
      selfIssued: false,
      selfSigned: false,
      isCa: false,
      sha256: '',
    },
  );
});

for (const [algorithm, bits, key] of [
  ['RSA', 1024, rsaKey(1024)],
  ['RSA', 2048, rsaKey(2048)],
  ['EC', 384, ecKey('P-384')],
  ['EC', 521, ecKey('P-521')],
  ['EC', 192, ecKey('prime192v1')],
  ['Ed25519', 256, ed25519Key()],
] as const) {
  test(`a key of kind ${algorithm} with ${bits} bits is told as such`, () => {
    const facts = read({ key });
    assert.deepEqual([facts.keyAlgorithm, facts.keyBits], [algorithm, bits]);
  });
}

test('self-signed is what its own key has signed, self-issued what merely names itself', () => {
  const own = read({ commonName: 'acme.test' });
  assert.deepEqual([own.selfIssued, own.selfSigned], [true, true]);
  const other = read({ commonName: 'acme.test', issuer: { commonName: 'acme.test', key: ecKey() } });
  assert.deepEqual([other.selfIssued, other.selfSigned], [true, false]);
});

test('a certificate that may issue says so', () => assert.equal(read({ ca: true }).isCa, true));

test('a name that carries separators, quotes or NUL stays one name', () => {
  const odd = ['a.test, dns:b.test', 'c.test\0.evil.test', 'd"e\\.test'];
  assert.deepEqual(read({ names: [...odd, 'f.test'] }).dnsNames, [...odd, 'f.test']);
});

test('a subject with a line feed stays on one line', () => {
  assert.doesNotMatch(read({ commonName: 'a\nO=Evil' }).subject, /\n|, O=Evil/);
});

for (const text of ['', '!!!', 'MAA=', Buffer.from('<html>').toString('base64')]) {
  test(`${JSON.stringify(text)} is unknown, malformed`, () => {
    assert.partialDeepStrictEqual(parseCertificate(text), { state: 'unknown', reason: 'malformed' });
  });
}

test('garbage never throws, and neither does a certificate with bytes flipped', () => {
  const good = Buffer.from(makeCertificate({ names: ['a.test'], addresses: ['192.0.2.1'] }), 'base64');
  fc.assert(fc.property(fc.string(), (text) => void parseCertificate(text)));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bad = Buffer.from(good);
      bad[at] = byte;
      const facts = parseCertificate(bad.toString('base64'));
      assert.ok(isUnknown(facts) || certificateSchema.safeParse(facts).success);
    }),
  );
});

for (const [presented, host, expected] of [
  ['www.acme.test', 'www.acme.test', true],
  ['www.acme.test', 'WWW.ACME.TEST.', true],
  ['*.acme.test', 'www.acme.test', true],
  ['*.acme.test', 'acme.test', false],
  ['*.acme.test', 'a.b.acme.test', false],
  ['w*.acme.test', 'www.acme.test', false],
  ['*w.acme.test', 'www.acme.test', false],
  ['www.*.test', 'www.acme.test', false],
  ['*.*.test', 'www.acme.test', false],
  ['*', 'localhost', false],
  ['192.0.2.1', '192.0.2.1', false],
  ['www.acme.test\0.evil.test', 'www.acme.test', false],
  ['acme.test', '', false],
] as const) {
  test(`${JSON.stringify(presented)} ${expected ? 'is' : 'is not'} for ${JSON.stringify(host)}`, () => {
    assert.equal(matchesHost({ dnsNames: [presented], ipAddresses: [] }, host), expected);
  });
}

test('an address matches its iPAddress entry in whatever spelling', () => {
  const names = { dnsNames: [], ipAddresses: ['2001:db8::1'] };
  assert.equal(matchesHost(names, '2001:DB8:0:0:0:0:0:1'), true);
  assert.equal(matchesHost(names, '2001:db8::2'), false);
});

test('a certificate without alternative names matches nothing, its common name is not looked at', () => {
  const facts = read({ commonName: 'acme.test' });
  assert.equal(matchesHost(facts, 'acme.test'), false);
});
