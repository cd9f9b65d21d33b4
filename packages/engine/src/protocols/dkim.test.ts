import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseKey } from './dkim.ts';

function rsa(modulusLength: number, type: 'spki' | 'pkcs1' = 'spki'): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return publicKey.export({ type, format: 'der' }).toString('base64');
}
const edKey = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'der' })
  .subarray(-32)
  .toString('base64');
const rsa2048 = rsa(2048);

for (const [title, text, expected] of [
  ['RSA', `v=DKIM1; k=rsa; p=${rsa2048}`, { keyType: 'rsa', bits: 2048 }],
  ['RSA by default', `p=${rsa2048}`, { keyType: 'rsa', bits: 2048 }],
  ['RSA of odd size', `p=${rsa(1032)}`, { bits: 1032 }],
  ['a short RSA key', `v=DKIM1; p=${rsa(768)};`, { bits: 768 }],
  ['bare PKCS#1', `v=DKIM1; p=${rsa(1024, 'pkcs1')}`, { bits: 1024 }],
  ['Ed25519', `v=DKIM1; k=ed25519; p=${edKey}`, { keyType: 'ed25519', bits: 256 }],
  [
    'a folded key',
    `v=DKIM1; p=${rsa2048.slice(0, 50)} \r\n\t${rsa2048.slice(50)}`,
    { bits: 2048, publicKey: rsa2048 },
  ],
  ['a revoked key', 'v=DKIM1; p=', { revoked: true, bits: null }],
  ['flags', `v=DKIM1; t=y:s; p=${rsa2048}`, { testing: true, strict: true }],
  ['hashes', `v=DKIM1; h=sha1 : sha256; p=${rsa2048}`, { hashes: ['sha1', 'sha256'] }],
  ['notes and unknown tags', `v=DKIM1; n=hello; q=1; p=${rsa2048}`, { notes: 'hello' }],
] as const) {
  test(`reads ${title}`, () => {
    const key = parseKey(text);
    assert.ok(key !== null);
    assert.deepEqual({ ...key, ...expected, problems: [] }, key);
  });
}

for (const [title, text, message] of [
  ['no key', 'v=DKIM1; k=rsa', /no p/],
  ['a key that is no base64', 'v=DKIM1; p=M*A', /not base64/],
  ['a key that is no DER', 'v=DKIM1; p=AAAA', /no RSA key/],
  ['a key cut off', `v=DKIM1; p=${rsa2048.slice(0, 200)}`, /no RSA key/],
  ['an Ed25519 key of the wrong length', 'v=DKIM1; k=ed25519; p=AAAA', /32 octets/],
  ['an unknown key type', 'v=DKIM1; k=dsa; p=AAAA', /rsa or ed25519/],
  ['a version that does not lead', `p=${rsa2048}; v=DKIM1`, /first/],
  ['another version', `v=DKIM2; p=${rsa2048}`, /DKIM1/],
  ['a tag twice', `v=DKIM1; p=; p=${rsa2048}`, /more than once/],
  ['an unknown hash', `v=DKIM1; h=md5; p=${rsa2048}`, /hash/],
  ['another service', `v=DKIM1; s=tlsrpt; p=${rsa2048}`, /mail/],
  ['words', `v=DKIM1; nonsense; p=${rsa2048}`, /no tag/],
] as const) {
  test(`tells ${title}, and where`, () => {
    const [found] = parseKey(text)?.problems ?? [];
    assert.match(found?.message ?? '', message);
    assert.ok(found !== undefined && found.start < found.end && found.end <= text.length);
  });
}

for (const text of ['', 'v=spf1 -all', 'some words', 'v=DMARC1; rua=mailto:a@b.test']) {
  test(`"${text}" is no key record`, () => assert.equal(parseKey(text), null));
}

test('any text is read', () => {
  const tag = fc.oneof(
    fc.string(),
    fc.base64String().map((value) => `p=${value}`),
    fc
      .uint8Array()
      .map((bytes) => `p=${Buffer.from([0x30, bytes.length & 0x7f, ...bytes]).toString('base64')}`),
    fc.constantFrom('v=DKIM1', 'k=ed25519', 'h=', 's=:', 't=y'),
  );
  fc.assert(
    fc.property(
      fc.array(tag).map((tags) => tags.join(';')),
      (text) => {
        for (const { start, end } of parseKey(text)?.problems ?? [])
          assert.ok(start <= end && end <= text.length);
      },
    ),
  );
});
