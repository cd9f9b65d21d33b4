import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { u16, vector } from './tls-bytes.ts';
import {
  bitLength,
  parseCertificateRequest,
  parseCertificateStatus,
  parseCertificates,
  parseCertificates13,
  parseServerKeyExchange,
} from './tls-server-messages.ts';
import { suiteOf, TLS_SUITES } from './tls-suite.ts';

const leaf = Buffer.from('leaf');
const issuer = Buffer.from('issuer');

test('a chain of TLS 1.2 comes in its order', () => {
  const body = vector(3, vector(3, leaf), vector(3, issuer));
  assert.deepEqual(parseCertificates(body)?.chain, [leaf, issuer]);
});

test('TLS 1.3 has staple and timestamps beside the leaf', () => {
  const status = Buffer.concat([u16(5), vector(2, Buffer.of(1), vector(3, Buffer.from('ocsp')))]);
  const timestamps = Buffer.concat([u16(18), vector(2, Buffer.from('scts'))]);
  const entries = [vector(3, leaf), vector(2, status, timestamps), vector(3, issuer), vector(2)];
  const message = parseCertificates13(Buffer.concat([vector(1), vector(3, ...entries)]));
  assert.deepEqual(message, {
    chain: [leaf, issuer],
    staple: Buffer.from('ocsp'),
    timestamps: Buffer.from('scts'),
  });
});

test('a chain without end is malformed', () => {
  const many = Array.from({ length: 33 }, () => vector(3, leaf));
  assert.equal(parseCertificates(vector(3, ...many)), null);
});

const dh = [vector(2, Buffer.of(0, 0x80, 1)), vector(2, Buffer.of(2)), vector(2, Buffer.of(5))];
const cases: readonly [string, number, number, Buffer, object][] = [
  [
    'ECDHE of TLS 1.2',
    0xc02f,
    0x0303,
    Buffer.concat([Buffer.of(3), u16(29), vector(1, leaf), u16(0x0804)]),
    { curve: 29, signature: 0x0804 },
  ],
  [
    'ECDHE of TLS 1.0',
    0xc013,
    0x0301,
    Buffer.concat([Buffer.of(3), u16(23), vector(1, leaf), vector(2)]),
    { curve: 23, signature: null },
  ],
  [
    'ECDHE_PSK, behind its hint',
    0xc035,
    0x0303,
    Buffer.concat([vector(2, leaf), Buffer.of(3), u16(24), vector(1, leaf)]),
    { curve: 24, signature: null },
  ],
  [
    'DHE, leading zeroes gone',
    0x009e,
    0x0303,
    Buffer.concat([...dh, u16(0x0401)]),
    {
      dh: { prime: Buffer.of(0x80, 1), generator: Buffer.of(2), publicKey: Buffer.of(5) },
      signature: 0x0401,
    },
  ],
  ['anonymous DH', 0x0034, 0x0303, Buffer.concat(dh), { signature: null }],
  [
    'RSA_EXPORT',
    0x0003,
    0x0301,
    Buffer.concat([vector(2, Buffer.alloc(64, 0x80)), vector(2, Buffer.of(3))]),
    { rsaBits: 512 },
  ],
];
for (const [name, suite, version, body, expected] of cases) {
  test(`the key exchange of ${name}`, () => {
    assert.partialDeepStrictEqual(parseServerKeyExchange(body, suiteOf(suite), version), expected);
  });
}

test('a curve without a name, a suite without a group and an unknown suite have none', () => {
  assert.equal(parseServerKeyExchange(Buffer.of(1, 0, 0), suiteOf(0xc02f), 0x0303), null);
  assert.equal(parseServerKeyExchange(leaf, suiteOf(0x002f), 0x0303), null);
  assert.equal(parseServerKeyExchange(leaf, undefined, 0x0303), null);
});

test('arbitrary bytes are read without a fault', () => {
  const noise = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(
      noise,
      fc.constantFrom(...TLS_SUITES),
      fc.integer({ min: 0x0300, max: 0x0304 }),
      (body, suite, version) => {
        parseCertificates(body);
        parseCertificates13(body);
        parseCertificateStatus(body);
        parseCertificateRequest(body, version);
        parseServerKeyExchange(body, suite, version);
      },
    ),
  );
});

test('bits are counted from the highest that is set', () => {
  assert.deepEqual(
    [Buffer.of(), Buffer.of(0), Buffer.of(1), Buffer.of(0, 0x80, 0)].map(bitLength),
    [0, 0, 1, 16],
  );
});
