import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDnskey, readDs, readNsec, readNsec3, readRrsig } from './dnssec-records.ts';

const record = (hex: string) => ({
  name: ['a', 'test'],
  type: 0,
  ttl: 0,
  rdata: Buffer.from(hex.replace(/\s/g, ''), 'hex'),
});

test('the bit map of RFC 4034 section 4.3 is read', () => {
  const data = `04 686f7374 07 6578616d706c65 03 636f6d 00
    0006 400100000003 041b 000000000000000000000000000000000000000000000000000020`;
  const nsec = readNsec(record(data));
  assert.deepEqual(nsec?.next, ['host', 'example', 'com']);
  assert.deepEqual([...(nsec?.types ?? [])], [1, 15, 46, 47, 1234]);
});

test('NSEC3 is read, with an empty bit map too', () => {
  const nsec3 = readNsec3(record(`01 01 000c 04 aabbccdd 14 ${'11'.repeat(20)}`));
  assert.deepEqual(
    [nsec3?.hashAlgorithm, nsec3?.flags, nsec3?.iterations, nsec3?.salt.toString('hex'), nsec3?.next.length],
    [1, 1, 12, 'aabbccdd', 20],
  );
  assert.equal(nsec3?.types.size, 0);
});

const broken: [title: string, read: (each: ReturnType<typeof record>) => unknown, hex: string][] = [
  ['a DNSKEY without a key', readDnskey, '0101030d'],
  ['a DS without a digest', readDs, '00010d02'],
  ['an RRSIG without a signature', readRrsig, `${'00'.repeat(18)}00`],
  ['an RRSIG without a signer', readRrsig, '00'.repeat(18)],
  ['an NSEC without a name', readNsec, ''],
  ['a bit map whose window is empty', readNsec, '00 0000'],
  ['a bit map whose window is too long', readNsec, `00 0021 ${'00'.repeat(33)}`],
  ['a bit map cut off', readNsec, '00 0002 40'],
  ['windows out of order', readNsec, '00 010140 000140'],
  ['an NSEC3 whose salt is cut off', readNsec3, '01 00 0000 08 aabb'],
  ['an NSEC3 whose hash is cut off', readNsec3, '01 00 0000 00 14 1111'],
];
for (const [title, read, hex] of broken) {
  test(`${title} is none`, () => assert.equal(read(record(hex)), null));
}

test('any data is read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const each = { name: [], type: 0, ttl: 0, rdata: Buffer.from(bytes) };
      for (const read of [readDnskey, readDs, readRrsig, readNsec, readNsec3]) {
        assert.equal(typeof read(each), 'object');
      }
    }),
    { numRuns: 1000 },
  );
});
