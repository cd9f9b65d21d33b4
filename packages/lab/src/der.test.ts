import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as der from './der.ts';

describe('DER', () => {
  const cases: [what: string, written: Buffer, hex: string][] = [
    ['a short length is one octet', der.octetString(Buffer.alloc(2)), '04020000'],
    ['an integer with a high bit is padded', der.integer(Buffer.from([0x80])), '02020080'],
    ['an integer drops its leading zeros', der.integer(Buffer.from([0, 0, 5])), '020105'],
    ['zero is one octet', der.integer(Buffer.from([0, 0])), '020100'],
    [
      'an OID packs its first two arcs and splits large ones',
      der.oid('1.2.840.10045.4.3.2'),
      '06082a8648ce3d040302',
    ],
    ['true is all ones', der.boolean(true), '0101ff'],
    ['a bit string tells its unused bits', der.bitString(Buffer.from([0xa0]), 5), '030205a0'],
    [
      'wrappers nest',
      der.sequence(der.set(der.explicit(3, der.implicit(2, Buffer.from('a'))))),
      '30073105a303820161',
    ],
  ];
  for (const [what, written, hex] of cases) {
    test(what, () => assert.equal(written.toString('hex'), hex));
  }

  test('a long length says how many octets it has', () => {
    assert.equal(der.octetString(Buffer.alloc(300)).subarray(0, 4).toString('hex'), '0482012c');
  });

  test('a year has two digits until 2049', () => {
    assert.equal(der.time(new Date('2049-12-31T23:59:59Z')).subarray(2).toString(), '491231235959Z');
    assert.equal(der.time(new Date('2050-01-01T00:00:00Z')).subarray(2).toString(), '20500101000000Z');
  });
});
