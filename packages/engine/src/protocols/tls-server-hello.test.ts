import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { u16, vector } from './tls-bytes.ts';
import { alpn, EXTENSION, extension } from './tls-extension.ts';
import { alpnOf, parseServerHello } from './tls-server-hello.ts';

/** RFC 8448 section 3. */
const SERVER_HELLO =
  '0303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e269280013010000' +
  '2e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304';

test('the ServerHello of RFC 8448', () => {
  assert.partialDeepStrictEqual(parseServerHello(Buffer.from(SERVER_HELLO, 'hex')), {
    version: 0x0304,
    suite: 0x1301,
    compression: 0,
    isRetry: false,
    group: 29,
    publicKey: Buffer.from('c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f', 'hex'),
  });
});

test('a HelloRetryRequest names the group that it wants', () => {
  const retry =
    '0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c00130200000c002b00020304003300020017';
  assert.partialDeepStrictEqual(parseServerHello(Buffer.from(retry, 'hex')), {
    version: 0x0304,
    isRetry: true,
    group: 23,
    publicKey: null,
  });
});

test('SSLv3 has no extensions', () => {
  const body = Buffer.concat([u16(0x0300), Buffer.alloc(32), vector(1), u16(0x0004), Buffer.of(0)]);
  assert.partialDeepStrictEqual(parseServerHello(body), { version: 0x0300, suite: 4, extensions: [] });
});

test('every cut of it is malformed or shorter, never a fault', () => {
  const whole = Buffer.from(SERVER_HELLO, 'hex');
  for (let length = 0; length < 38; length += 1)
    assert.equal(parseServerHello(whole.subarray(0, length)), null);
});

test('arbitrary bytes are read without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(80), (noise, at) => {
      parseServerHello(Buffer.from(noise));
      const hit = Buffer.from(SERVER_HELLO, 'hex');
      hit.set(noise.subarray(0, Math.max(0, hit.length - at)), Math.min(at, hit.length));
      parseServerHello(hit);
      alpnOf([extension(EXTENSION.alpn, Buffer.from(noise))]);
    }),
  );
});

test('the protocol of ALPN', () => {
  assert.equal(alpnOf([alpn(['h2'])]), 'h2');
  assert.equal(alpnOf([]), null);
});
