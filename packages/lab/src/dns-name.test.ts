import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAtOrBelow, lower, parentOf, ROOT, readName, toText, toWire } from './dns-name.ts';

const label = fc.uint8Array({ minLength: 1, maxLength: 20 });
const name = fc
  .array(label, { maxLength: 8 })
  .map((labels) => `${labels.map((bytes) => String.fromCharCode(bytes.length, ...bytes)).join('')}\0`);

test('text becomes wire form, relative names get the origin', () => {
  assert.equal(toWire('www.acme.test.'), '\x03www\x04acme\x04test\0');
  assert.equal(toWire('www', toWire('acme.test.')), '\x03www\x04acme\x04test\0');
  assert.equal(toWire('@', toWire('acme.test.')), '\x04acme\x04test\0');
  assert.equal(toWire('.'), ROOT);
});

test('escapes stand for bytes, dots in labels among them', () => {
  assert.equal(toWire('a\\.b.test.'), '\x03a.b\x04test\0');
  assert.equal(toWire('a\\000b.test.'), '\x03a\0b\x04test\0');
  assert.equal(toText(toWire('a\\.b\\007.test.')), 'a\\.b\\007.test');
});

for (const bad of ['a..b.', `${'a'.repeat(64)}.test.`, `${'abcdefg.'.repeat(32)}test.`]) {
  test(`a name that the wire cannot carry is refused: ${bad.slice(0, 20)}`, () => {
    assert.throws(() => toWire(bad), RangeError);
  });
}

test('every name reads back from its text and from its bytes', () => {
  fc.assert(
    fc.property(name, (wire) => {
      assert.equal(toWire(wire === ROOT ? '.' : `${toText(wire)}.`), wire);
      const bytes = Buffer.concat([Buffer.from('..'), Buffer.from(wire, 'latin1'), Buffer.from('.')]);
      assert.deepEqual(readName(bytes, 2), { value: wire, end: 2 + wire.length });
    }),
  );
});

test('a name below another one ends at a label, not inside of it', () => {
  const zone = toWire('test.');
  assert.equal(isAtOrBelow(toWire('acme.test.'), zone), true);
  assert.equal(isAtOrBelow(zone, zone), true);
  assert.equal(isAtOrBelow(toWire('a\\004test.'), zone), false);
  assert.equal(isAtOrBelow(toWire('test.acme.'), zone), false);
});

test('case is folded for ASCII letters alone', () => {
  assert.equal(lower(toWire('WwW.\\192.')), toWire('www.\\192.'));
});

test('the parent of a name is the name without its first label', () => {
  assert.equal(parentOf(toWire('www.test.')), toWire('test.'));
  assert.equal(parentOf(toWire('test.')), ROOT);
});

test('a pointer that does not lead back is refused', () => {
  assert.throws(() => readName(Buffer.of(0xc0, 0x00), 0), RangeError);
  assert.throws(() => readName(Buffer.of(0xc0, 0x02, 0xc0, 0x00), 0), RangeError);
  assert.deepEqual(readName(Buffer.of(0, 0xc0, 0x00), 1), { value: ROOT, end: 3 });
});

test('whatever the bytes, reading a name ends, with a name or a RangeError', () => {
  const bytes = fc.array(fc.oneof(fc.nat(255), fc.constant(0xc0), fc.nat(3)), {
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(bytes, fc.nat(79), (values, start) => {
      try {
        assert.ok(readName(Buffer.from(values), start).value.length <= 255);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
  );
});
