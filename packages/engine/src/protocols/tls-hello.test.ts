import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTls, u16List } from './tls-bytes.ts';
import { EXTENSION, GREASE } from './tls-extension.ts';
import { encodeClientHello, helloRecord, padded, records } from './tls-hello.ts';
import { createKeyShare } from './tls-key-share.ts';
import { encodeOffer, type TlsOffer } from './tls-offer.ts';
import { createRecordReader } from './tls-record.ts';
import { readExtensions } from './tls-server-hello.ts';

const random = Buffer.alloc(64, 7);

function decoded(message: Buffer) {
  const outer = readTls(message);
  assert.equal(outer.u8(), 1);
  const reader = readTls(outer.vector(3));
  assert.equal(outer.left(), 0);
  const version = reader.u16();
  reader.take(32);
  const sessionId = reader.vector(1);
  const suites = u16List(reader.vector(2));
  const compressions = [...reader.vector(1)];
  const extensions = reader.left() === 0 ? [] : readExtensions(reader);
  assert.equal(reader.left(), 0);
  return { version, sessionId, suites, compressions, types: extensions.map(({ type }) => type), extensions };
}

test('SSLv3 has no extensions, and signals renegotiation among its suites', () => {
  const { message } = encodeOffer({ protocol: 'SSLv3', suites: [0x0004] }, random);
  const hello = decoded(message);
  assert.deepEqual([hello.version, hello.suites, hello.types], [0x0300, [0x0004, 0x00ff], []]);
});

test('TLS 1.3 is offered alone, in the dress of TLS 1.2', () => {
  const { message, bytes } = encodeOffer({ protocol: 'TLSv1.3', servername: 'www.example.com' }, random);
  const hello = decoded(message);
  assert.equal(hello.version, 0x0303);
  assert.equal(hello.sessionId.length, 32);
  const versions = hello.extensions.find(({ type }) => type === EXTENSION.supportedVersions);
  assert.deepEqual([...(versions?.body ?? [])], [2, 3, 4]);
  const shares = hello.extensions.find(({ type }) => type === EXTENSION.keyShare);
  assert.deepEqual([...(shares?.body ?? [])], [0, 0]);
  assert.equal(bytes.readUInt16BE(1), 0x0301);
});

test('without a server name there is no SNI', () => {
  const { message } = encodeOffer({ protocol: 'TLSv1.2' }, random);
  assert.equal(decoded(message).types.includes(EXTENSION.serverName), false);
});

test('a fallback is marked as one', () => {
  assert.ok(
    decoded(encodeOffer({ protocol: 'TLSv1.1', fallback: true }, random).message).suites.includes(0x5600),
  );
  assert.ok(!decoded(encodeOffer({ protocol: 'TLSv1.1' }, random).message).suites.includes(0x5600));
});

test('every offer is well-formed, whatever is in it', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 200 });
  const offer = fc.record({
    protocol: fc.constantFrom('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'),
    suites: numbers,
    groups: numbers,
    signatures: numbers,
    compression: fc.boolean(),
  });
  fc.assert(
    fc.property(offer, (made) => {
      const hello = decoded(encodeOffer(made as TlsOffer, random).message);
      assert.deepEqual(hello.suites, made.suites);
      assert.deepEqual(hello.compressions, made.compression ? [1, 0] : [0]);
      assert.equal(new Set(hello.types).size, hello.types.length);
    }),
  );
});

test('no hello has the length on which load balancers hang', () => {
  for (let count = 1; count < 260; count += 1) {
    const suites = Array.from({ length: count }, (_, index) => index);
    const { length } = encodeOffer(
      { protocol: 'TLSv1.2', suites, groups: [29], signatures: [0x0403] },
      random,
    ).message;
    assert.ok(length < 256 || length >= 512, `${length} octets with ${count} suites`);
  }
});

test('a hello without extensions is not padded', () => {
  const hello = {
    version: 0x0300,
    random: Buffer.alloc(32),
    sessionId: Buffer.alloc(0),
    compressions: [0],
    extensions: [],
  };
  const suites = Array.from({ length: 130 }, (_, index) => index);
  assert.equal(encodeClientHello(padded({ ...hello, suites })).length, 4 + 2 + 32 + 1 + 2 + 260 + 2);
});

test('content longer than a record is spread over several', () => {
  const content = Buffer.alloc(40_000, 1);
  const found = createRecordReader().push(records(22, 0x0303, content));
  assert.deepEqual(
    found.map(({ body }) => body.length),
    [16_384, 16_384, 7_232],
  );
});

test('the first record of SSLv3 says SSLv3', () => {
  assert.equal(helloRecord(Buffer.of(1), 0x0300).readUInt16BE(1), 0x0300);
});

test('a share of a hybrid goes into the hello whole', () => {
  const share = createKeyShare(0x11ec);
  assert.ok(share !== null);
  const { message } = encodeOffer({ protocol: 'TLSv1.3', shares: [share], groups: [0x11ec] }, random);
  assert.ok(message.includes(share.publicKey));
});

test('the values of GREASE are those of RFC 8701', () => {
  assert.deepEqual([GREASE[0], GREASE[1], GREASE[15]], [0x0a0a, 0x1a1a, 0xfafa]);
});
