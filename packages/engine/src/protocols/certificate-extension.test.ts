import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { extension } from '../../test/certificate-extensions.ts';
import { integer, sequence, tlv } from '../../test/der-bytes.ts';
import { makeCertificate } from '../../test/make-certificate.ts';
import { embeddedTimestamps, mustStaple, timestampCount } from './certificate-extension.ts';

const list = (...sizes: number[]) => {
  const entries = sizes.flatMap((size) => [Buffer.of(size >> 8, size & 0xff), Buffer.alloc(size)]);
  const body = Buffer.concat(entries);
  return Buffer.concat([Buffer.of(body.length >> 8, body.length & 0xff), body]);
};

test('a certificate without extensions demands nothing and has no timestamps', () => {
  const plain = makeCertificate();
  assert.deepEqual([mustStaple(plain), embeddedTimestamps(plain)], [false, 0]);
});

test('TLS features: status_request among them or not', () => {
  const featured = (...features: number[]) =>
    makeCertificate({
      extensions: [extension('1.3.6.1.5.5.7.1.24', sequence(...features.map((each) => integer(each))))],
    });
  assert.equal(mustStaple(featured(5)), true);
  assert.equal(mustStaple(featured(17, 5)), true);
  assert.equal(mustStaple(featured(17)), false);
});

test('embedded timestamps are counted', () => {
  const value = tlv(0x04, list(47, 119));
  const logged = makeCertificate({ extensions: [extension('1.3.6.1.4.1.11129.2.4.2', value)] });
  assert.equal(embeddedTimestamps(logged), 2);
});

test('a list that is cut counts what is whole', () => {
  assert.equal(timestampCount(list(10, 20).subarray(0, 20)), 1);
  assert.equal(timestampCount(Buffer.alloc(0)), 0);
});

test('whatever the octets, nothing is thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (octets) => {
      const text = Buffer.from(octets).toString('base64');
      assert.equal(mustStaple(text), false);
      assert.equal(embeddedTimestamps(text), 0);
      assert.ok(timestampCount(Buffer.from(octets)) <= octets.length / 2);
    }),
  );
});
