import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { handshakeMessage, records } from './tls-hello.ts';
import { RECORD } from './tls-names.ts';
import { createHandshakeJoiner, createRecordReader } from './tls-record.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

/** The buffer in portions of the sizes, over and over. */
function cut(whole: Buffer, sizes: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(whole.subarray(at, at + size));
    at += size;
  }
  return parts;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

test('records come out alike however the bytes arrive', () => {
  fc.assert(
    fc.property(fc.array(bytes(300), { minLength: 1, maxLength: 5 }), sizes, (bodies, portions) => {
      const stream = Buffer.concat(bodies.map((body) => records(RECORD.handshake, 0x0303, body)));
      const reader = createRecordReader();
      const found = cut(stream, portions).flatMap((part) => reader.push(part));
      assert.deepEqual(
        found.map(({ body }) => body.toString('hex')),
        bodies.map((body) => body.toString('hex')),
      );
      assert.equal(reader.isBroken(), false);
    }),
  );
});

test('messages come out alike however they are spread over records', () => {
  const message = fc.tuple(fc.integer({ min: 1, max: 25 }), bytes(200));
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 6 }), sizes, (messages, portions) => {
      const stream = Buffer.concat(messages.map(([type, body]) => handshakeMessage(type, body)));
      const joiner = createHandshakeJoiner();
      const found = cut(stream, portions).flatMap((part) => joiner.push(part));
      assert.deepEqual(
        found.map(({ type, body }) => [type, body.toString('hex')]),
        messages.map(([type, body]) => [type, body.toString('hex')]),
      );
      assert.equal(joiner.pending(), 0);
    }),
  );
});

test('arbitrary bytes are read without a fault', () => {
  fc.assert(
    fc.property(bytes(400), sizes, (noise, portions) => {
      const reader = createRecordReader();
      const joiner = createHandshakeJoiner();
      for (const part of cut(noise, portions)) {
        for (const record of reader.push(part)) joiner.push(record.body);
        joiner.push(part);
      }
    }),
  );
});

for (const [name, noise] of [
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\n'],
  ['SMTP', '220 mail.example ESMTP\r\n'],
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
] as const) {
  test(`${name} is no TLS from its first octet on`, () => {
    const reader = createRecordReader();
    assert.deepEqual(reader.push(Buffer.from(noise.slice(0, 1))), []);
    assert.equal(reader.isBroken(), true);
  });
}

test('a record longer than any may be is none, and so is a message', () => {
  const reader = createRecordReader();
  reader.push(Buffer.from([22, 3, 3, 0x7f, 0xff]));
  assert.equal(reader.isBroken(), true);
  const joiner = createHandshakeJoiner();
  joiner.push(Buffer.from([11, 0xff, 0xff, 0xff]));
  assert.equal(joiner.isBroken(), true);
});
