import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeSsl2ClientHello, parseSsl2ServerHello, SSLV2_SUITES, ssl2SuiteName } from './tls-sslv2.ts';

/** No session id hit, X.509, version 2, 3 octets of certificate, 3 of kinds, 2 of connection id. */
const hello = Buffer.from('8013040001000200030003000201020307 00c00102'.replace(' ', ''), 'hex');

test('the CLIENT-HELLO names every cipher kind', () => {
  const bytes = encodeSsl2ClientHello(Buffer.alloc(16, 1));
  assert.equal(bytes.readUInt16BE(0), 0x8000 | (bytes.length - 2));
  assert.deepEqual([...bytes.subarray(2, 11)], [1, 0, 2, 0, 24, 0, 0, 0, 16]);
  assert.equal(bytes.length, 2 + 9 + SSLV2_SUITES.length * 3 + 16);
});

test('a SERVER-HELLO has a certificate and the kinds that are shared', () => {
  assert.deepEqual(parseSsl2ServerHello(hello), { certificate: Buffer.of(1, 2, 3), suites: [0x0700c0] });
});

test('a part of it asks for more', () => {
  for (let length = 0; length < hello.length; length += 1) {
    assert.equal(parseSsl2ServerHello(hello.subarray(0, length)), 'more', `${length} octets`);
  }
});

for (const [name, bytes] of [
  ['an alert of TLS', Buffer.from('15030100020246', 'hex')],
  ['an alert cut short', Buffer.from('1503', 'hex')],
  ['text', Buffer.from('HTTP/1.1 400 Bad')],
] as const) {
  test(`${name} is no SERVER-HELLO`, () => assert.equal(parseSsl2ServerHello(bytes), null));
}

test('arbitrary bytes are read without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
      parseSsl2ServerHello(Buffer.from(noise));
      parseSsl2ServerHello(Buffer.concat([Buffer.of(0x80, noise.length + 1, 4), Buffer.from(noise)]));
    }),
  );
});

test('kinds have names', () => {
  assert.equal(ssl2SuiteName(0x010080), 'SSL_CK_RC4_128_WITH_MD5');
  assert.equal(ssl2SuiteName(0x0a0b0c), '0x0a0b0c');
});
