import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suiteName, suiteOf, suitesFor, TLS_SUITES } from './tls-suite.ts';

const cases: readonly [number, string, string, string, number, string, number | null, boolean, number][] = [
  [0x0003, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'RSA', 'RSA', 40, 'stream', null, false, 0x0300],
  [0x0006, 'TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5', 'RSA', 'RSA', 40, 'CBC', 64, false, 0x0300],
  [0x000a, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'RSA', 'RSA', 112, 'CBC', 64, false, 0x0300],
  [0x0002, 'TLS_RSA_WITH_NULL_SHA', 'RSA', 'RSA', 0, 'none', null, false, 0x0300],
  [0x0009, 'TLS_RSA_WITH_DES_CBC_SHA', 'RSA', 'RSA', 56, 'CBC', 64, false, 0x0300],
  [0x0014, 'TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA', 'DHE', 'RSA', 40, 'CBC', 64, true, 0x0300],
  [0x0062, 'TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA', 'RSA', 'RSA', 56, 'CBC', 64, false, 0x0300],
  [0x0018, 'TLS_DH_anon_WITH_RC4_128_MD5', 'DH', 'anon', 128, 'stream', null, false, 0x0300],
  [0x002f, 'TLS_RSA_WITH_AES_128_CBC_SHA', 'RSA', 'RSA', 128, 'CBC', 128, false, 0x0300],
  [0x0067, 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA256', 'DHE', 'RSA', 128, 'CBC', 128, true, 0x0303],
  [0x0096, 'TLS_RSA_WITH_SEED_CBC_SHA', 'RSA', 'RSA', 128, 'CBC', 128, false, 0x0300],
  [0x00ae, 'TLS_PSK_WITH_AES_128_CBC_SHA256', 'PSK', 'PSK', 128, 'CBC', 128, false, 0x0300],
  [0xc02b, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE', 'ECDSA', 128, 'AEAD', 128, true, 0x0303],
  [0xc0ac, 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM', 'ECDHE', 'ECDSA', 128, 'AEAD', 128, true, 0x0303],
  [0xcca8, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE', 'RSA', 256, 'AEAD', 128, true, 0x0303],
  [0xc01d, 'TLS_SRP_SHA_WITH_AES_128_CBC_SHA', 'SRP', 'SRP', 128, 'CBC', 128, false, 0x0300],
  [0xc01e, 'TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA', 'SRP', 'RSA', 128, 'CBC', 128, false, 0x0300],
  [0x1301, 'TLS_AES_128_GCM_SHA256', 'any', 'any', 128, 'AEAD', 128, true, 0x0304],
  [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 'any', 'any', 256, 'AEAD', 128, true, 0x0304],
];

for (const [
  id,
  name,
  keyExchange,
  authentication,
  bits,
  mode,
  blockBits,
  forwardSecret,
  minVersion,
] of cases) {
  test(`${name} is read from its name`, () => {
    assert.partialDeepStrictEqual(suiteOf(id), {
      id,
      name,
      keyExchange,
      authentication,
      bits,
      mode,
      blockBits,
      forwardSecret,
      minVersion,
    });
  });
}

test('every suite has a key exchange, a cipher and a number of its own', () => {
  assert.equal(TLS_SUITES.length, 368);
  assert.equal(new Set(TLS_SUITES.map(({ id }) => id)).size, 368);
  for (const suite of TLS_SUITES)
    assert.match(`${suite.keyExchange} ${suite.cipher}`, /^[A-Za-z0-9]+ [A-Z0-9_a-z]+$/, suite.name);
});

test('a number without a name is told as one, GREASE above all', () => {
  assert.equal(suiteName(0x1a1a), '0x1A1A');
});

test('TLS 1.3 has suites of its own, and older versions have none of them', () => {
  assert.deepEqual(suitesFor(0x0304).filter(({ id }) => id >> 8 === 0x13).length, 7);
  assert.ok(suitesFor(0x0303).every(({ id }) => id >> 8 !== 0x13));
  assert.ok(suitesFor(0x0301).every(({ mode }) => mode !== 'AEAD'));
});
