import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeKey } from '../../test/dnssec-signer.ts';
import { importKey, keyBits, keyTag, unrevoked } from './dnssec-keys.ts';
import { type DnskeyRecord, readDnskey } from './dnssec-records.ts';

function dnskey(algorithm: number, publicKey: Buffer, flags = 257): DnskeyRecord {
  const rdata = Buffer.concat([Buffer.from([flags >> 8, flags & 255, 3, algorithm]), publicKey]);
  return readDnskey({ name: [], type: 48, ttl: 0, rdata }) ?? assert.fail();
}

test('the tag is that of RFC 4034 section 5.4', () => {
  const key =
    'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==';
  assert.equal(keyTag(dnskey(5, Buffer.from(key, 'base64'), 256)), 60485);
});

for (const algorithm of [5, 7, 8, 10, 13, 14, 15, 16]) {
  test(`a key of algorithm ${algorithm} is read, and one cut short is none`, () => {
    const { publicKey } = makeKey(algorithm);
    assert.ok(importKey(dnskey(algorithm, publicKey)) !== null);
    const short = algorithm < 13 ? publicKey.subarray(0, 10) : publicKey.subarray(1);
    assert.equal(importKey(dnskey(algorithm, short)), null);
  });
}

const rsa = (bits: number, exponent = '03') =>
  Buffer.concat([
    Buffer.from([exponent.length / 2]),
    Buffer.from(exponent, 'hex'),
    Buffer.from([0x80]),
    Buffer.alloc(bits / 8 - 1, 1),
  ]);

const sizes: [algorithm: number, key: Buffer, bits: number | null, usable: boolean][] = [
  [8, rsa(504), 504, false],
  [8, rsa(512), 512, true],
  [8, rsa(4096), 4096, true],
  [8, rsa(4104), 4104, false],
  [10, rsa(1016), 1016, false],
  [10, rsa(1024), 1024, true],
  [8, rsa(1024, '0100000000000001'), 1024, true],
  [8, rsa(1024, '010000000000000001'), null, false],
  [8, Buffer.from([0, 0]), null, false],
  [8, Buffer.concat([Buffer.from([0, 0, 1, 3]), rsa(1024).subarray(2)]), 1024, true],
  [13, Buffer.alloc(64, 1), 256, false],
  [200, rsa(1024), null, false],
];
for (const [algorithm, key, bits, usable] of sizes) {
  test(`${key.length} octets of algorithm ${algorithm}: ${bits} bits, ${usable ? 'usable' : 'not usable'}`, () => {
    assert.equal(keyBits(dnskey(algorithm, key)), bits);
    assert.equal(importKey(dnskey(algorithm, key)) !== null, usable);
  });
}

test('a revoked key has the flags and the tag that it had before', () => {
  const { publicKey } = makeKey(15);
  const before = dnskey(15, publicKey, 257);
  const revoked = dnskey(15, publicKey, 257 | 128);
  assert.notEqual(keyTag(revoked), keyTag(before));
  assert.equal(keyTag(unrevoked(revoked)), keyTag(before));
});
