import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeName, encodeName, MalformedMessage } from './name.ts';

test('writes names as RFC 1035 section 3.1 has them', () => {
  assert.deepEqual(encodeName('www.acme.test'), Buffer.from('\x03www\x04acme\x04test\0'));
  assert.deepEqual(encodeName('acme.test.'), Buffer.from('\x04acme\x04test\0'));
  assert.deepEqual(encodeName('.'), Buffer.from('\0'));
  assert.deepEqual(encodeName('a\\.b.test'), Buffer.from('\x03a.b\x04test\0'));
  assert.deepEqual(encodeName('a\\032b\\\\.test'), Buffer.from('\x04a b\\\x04test\0'));
});

test('refuses what cannot be written', () => {
  const impossible = [
    'a..b',
    '.a',
    'a..',
    '..',
    `${'x'.repeat(64)}.test`,
    Array.from({ length: 128 }, () => 'a').join('.'),
    'café.test',
    'a b.test',
    'a\0b.test',
    'a\\999.test',
    'a\\',
    'a\\12.test',
    'tab\t.test',
  ];
  for (const name of impossible) assert.equal(encodeName(name), null, JSON.stringify(name));
  assert.notEqual(encodeName(`${'x'.repeat(63)}.test`), null);
  assert.notEqual(encodeName(Array.from({ length: 127 }, () => 'a').join('.')), null);
});

test('each label of bytes is read and written back', () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 3 }), (labels) => {
      const wire = Buffer.concat([
        ...labels.map((bytes) => Buffer.from([bytes.length, ...bytes])),
        Buffer.of(0),
      ]);
      const { name, end } = decodeName(wire, 0);
      assert.equal(end, wire.length);
      assert.deepEqual(encodeName(name), wire);
    }),
  );
});

test('follows a pointer back, and ends where the name itself ends', () => {
  const message = Buffer.from('\x04acme\x04test\0\x03www\xc0\x00XX', 'latin1');
  assert.deepEqual(decodeName(message, 11), { name: 'www.acme.test', end: 17 });
});

test('pointers at themselves, at each other, or ahead are malformed', () => {
  const messages: [string, number][] = [
    ['\xc0\x00', 0],
    ['\xc0\x02\xc0\x00', 0],
    ['\xc0\x02\xc0\x00', 2],
    ['\x01a\xc0\x00', 0],
    ['\xc0\x05\0\0\0\0', 0],
    ['\x80abc\0', 0],
    ['\x05abc', 0],
    ['\xc0', 0],
    ['', 0],
    ['\x01a'.repeat(128), 0],
  ];
  for (const [text, at] of messages) {
    assert.throws(() => decodeName(Buffer.from(text, 'latin1'), at), MalformedMessage, JSON.stringify(text));
  }
});
