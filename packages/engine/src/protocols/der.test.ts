import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { integer, oid, sequence, tlv } from '../../test/der-bytes.ts';
import {
  DerError,
  readBits,
  readBoolean,
  readElement,
  readElements,
  readOid,
  readSequence,
  readTime,
  readUnsigned,
} from './der.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const element = (hex: string) => readElement(bytes(hex));

test('an element and its parts', () => {
  const whole = readElement(sequence(integer(5), oid('2.5.4.3')));
  const [number, id, ...rest] = readSequence(whole);
  assert.deepEqual([readUnsigned(number), readOid(id), rest.length], [5, '2.5.4.3', 0]);
  assert.equal(readElement(tlv(0x04, Buffer.alloc(70_000, 1))).content.length, 70_000);
});

for (const [title, hex] of [
  ['nothing', ''],
  ['a tag alone', '30'],
  ['content that is cut off', '30 03 02 01'],
  ['bytes behind it', '05 00 00'],
  ['an indefinite length', '30 80 00 00'],
  ['a length that is longer than needed', '04 81 01 00'],
  ['a length with a zero in front', `04 82 00 80 ${'00'.repeat(128)}`],
  ['a length beyond all bounds', '04 85 01 00 00 00 00'],
  ['a length that is cut off', '04 82 01'],
  ['a high tag number', '1f 81 01 00'],
] as const) {
  test(`${title} is no DER`, () => assert.throws(() => element(hex), DerError));
}

for (const [title, read] of [
  ['a boolean of another value', () => readBoolean(element('01 01 01'))],
  ['a boolean of two octets', () => readBoolean(element('01 02 ff ff'))],
  ['a negative number', () => readUnsigned(element('02 01 80'))],
  ['a number with a zero in front', () => readUnsigned(element('02 02 00 01'))],
  ['an empty number', () => readUnsigned(element('02 00'))],
  ['an identifier with a zero in front', () => readOid(element('06 03 55 80 01'))],
  ['an identifier that is cut off', () => readOid(element('06 02 55 84'))],
  ['an endless identifier', () => readOid(readElement(tlv(0x06, Buffer.alloc(100, 0xff))))],
  ['an empty identifier', () => readOid(element('06 00'))],
  ['bits without any', () => readBits(element('03 00'))],
  ['bits that are not there', () => readBits(element('03 01 03'))],
  ['another type', () => readUnsigned(element('04 01 01'))],
  ['nothing', () => readBoolean(undefined)],
] as const) {
  test(`${title} is refused`, () => assert.throws(read, DerError));
}

test('numbers, identifiers and bits', () => {
  assert.equal(readUnsigned(element('02 02 00 80')), 128);
  assert.equal(readUnsigned(readElement(tlv(0x02, Buffer.alloc(20, 1)))), Number.MAX_SAFE_INTEGER);
  assert.equal(readOid(element('06 03 88 37 03')), '2.999.3');
  for (const [octet, text] of [
    ['27', '0.39'],
    ['28', '1.0'],
    ['4f', '1.39'],
    ['50', '2.0'],
  ]) {
    assert.equal(readOid(element(`06 01 ${octet}`)), text);
  }
  assert.deepEqual(readBits(element('03 02 05 a0')), { bytes: bytes('a0'), unused: 5 });
  assert.equal(readBits(element('03 02 07 80')).unused, 7);
  for (const length of [127, 128, 255, 256]) {
    assert.equal(readElement(tlv(0x04, Buffer.alloc(length))).content.length, length);
  }
});

for (const [tag, text, time] of [
  [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
  [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  [0x18, '00500228000000Z', '0050-02-28T00:00:00.000Z'],
  [0x17, '4912312359Z', null],
  [0x17, '491231235959+0100', null],
  [0x18, '20260230000000Z', null],
  [0x18, '20260101240000Z', null],
  [0x18, '20261301000000Z', null],
  [0x04, '20260101000000Z', null],
] as const) {
  test(`time ${text} of type ${tag}: ${time}`, () => {
    const read = () => readTime(readElement(tlv(tag, Buffer.from(text)))).toISOString();
    if (time === null) assert.throws(read, DerError);
    else assert.equal(read(), time);
  });
}

test('any bytes are read, or refused in one way', () => {
  const readers = [
    readElement,
    readElements,
    ...[readOid, readTime, readBits, readSequence].map(
      (read) => (input: Uint8Array) => read(readElement(input)),
    ),
  ];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...readers), (input, read) => {
      try {
        read(input);
      } catch (error) {
        assert.ok(error instanceof DerError);
      }
    }),
  );
});
