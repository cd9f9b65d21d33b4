import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { u16, vector } from './tls-bytes.ts';
import { createFlightReader } from './tls-flight.ts';
import { handshakeMessage, records } from './tls-hello.ts';

const clientHello = handshakeMessage(1, Buffer.alloc(40));
const hello = handshakeMessage(
  2,
  Buffer.concat([u16(0x0303), Buffer.alloc(32, 9), vector(1), u16(0xc02f), Buffer.of(0)]),
);
const flight = Buffer.concat([
  hello,
  handshakeMessage(11, vector(3, vector(3, Buffer.from('leaf')))),
  handshakeMessage(22, Buffer.concat([Buffer.of(1), vector(3, Buffer.from('ocsp'))])),
  handshakeMessage(
    12,
    Buffer.concat([Buffer.of(3), u16(29), vector(1, Buffer.alloc(32)), u16(0x0804), vector(2)]),
  ),
  handshakeMessage(13, Buffer.concat([vector(1), vector(2, u16(0x0403)), vector(2)])),
  handshakeMessage(14, Buffer.alloc(0)),
]);

test('a flight of TLS 1.2 in records of one octet', () => {
  const reader = createFlightReader(clientHello);
  for (const octet of flight) reader.push(records(22, 0x0303, Buffer.of(octet)));
  assert.equal(reader.isOver(), true);
  assert.partialDeepStrictEqual(reader.flight, {
    isComplete: true,
    oddity: null,
    staple: Buffer.from('ocsp'),
    certificate: { chain: [Buffer.from('leaf')] },
    keyExchange: { curve: 29, signature: 0x0804 },
    request: { signatures: [0x0403] },
  });
});

test('a fatal alert ends it, a warning behind the hello does not', () => {
  const refused = createFlightReader(clientHello);
  refused.push(records(21, 0x0303, Buffer.of(2, 40)));
  assert.equal(refused.flight.alert, 40);
  const warned = createFlightReader(clientHello);
  warned.push(Buffer.concat([records(22, 0x0303, hello), records(21, 0x0303, Buffer.of(1, 112))]));
  assert.equal(warned.flight.alert, null);
  assert.equal(warned.isOver(), false);
});

for (const [name, bytes, oddity] of [
  ['text', Buffer.from('220 mail\r\n'), 'not-tls'],
  [
    'a message that is no ServerHello',
    records(22, 0x0303, handshakeMessage(14, Buffer.alloc(0))),
    'malformed',
  ],
  ['a ServerHello that is cut short', records(22, 0x0303, handshakeMessage(2, Buffer.alloc(9))), 'malformed'],
] as const) {
  test(`${name} in answer to a hello is ${oddity}`, () => {
    const reader = createFlightReader(clientHello);
    reader.push(bytes);
    assert.equal(reader.flight.oddity, oddity);
  });
}

test('TLS 1.3 without our share cannot be read on', () => {
  const modern = Buffer.from(
    '0303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e269280013010000' +
      '2e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304',
    'hex',
  );
  const reader = createFlightReader(clientHello);
  reader.push(records(22, 0x0303, handshakeMessage(2, modern)));
  assert.equal(reader.flight.oddity, 'unreadable');
  assert.equal(reader.finish(), null);
});

test('a server that never comes to an end is cut off', () => {
  const reader = createFlightReader(clientHello);
  reader.push(records(22, 0x0303, hello));
  const chunk = records(20, 0x0303, Buffer.alloc(16_000, 1));
  for (let count = 0; count < 40; count += 1) reader.push(chunk);
  assert.equal(reader.flight.oddity, 'malformed');
});

test('arbitrary bytes are read without a fault, behind a hello too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }),
      fc.boolean(),
      (chunks, behind) => {
        const reader = createFlightReader(clientHello);
        if (behind) reader.push(records(22, 0x0303, hello));
        for (const chunk of chunks) {
          reader.push(records(22, 0x0303, Buffer.from(chunk)));
          reader.push(Buffer.from(chunk));
        }
      },
    ),
  );
});
