import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commonAncestor, compareNames, isWithin, type Name, nameText, parseName } from './dnssec-name.ts';

const name = (text: string): Name => parseName(text) ?? assert.fail(text);

const texts: [text: string, labels: readonly string[] | null][] = [
  ['.', []],
  ['', []],
  ['Example.COM', ['example', 'com']],
  ['example.com.', ['example', 'com']],
  ['a\\.b.test', ['a.b', 'test']],
  ['sp\\032ace.test', ['sp ace', 'test']],
  ['\\200.test', ['\xc8', 'test']],
  ['\\\\.test', ['\\', 'test']],
  ['a..test', null],
  ['.test', null],
  ['é.test', ['é', 'test']],
  ['ж.test', null],
  ['\\999.test', null],
  [`${'a'.repeat(63)}.test`, ['a'.repeat(63), 'test']],
  [`${'a'.repeat(64)}.test`, null],
  ['a.'.repeat(127), Array(127).fill('a')],
  ['a.'.repeat(128), null],
];
for (const [text, labels] of texts) {
  test(`"${text.slice(0, 20)}" ${labels === null ? 'is no name' : `has ${labels.length} labels`}`, () => {
    assert.deepEqual(parseName(text), labels);
  });
}

test('canonical order is that of RFC 4034 section 6.1', () => {
  const ordered = [
    'example',
    'a.example',
    'yljkjljk.a.example',
    'Z.a.example',
    'zABC.a.EXAMPLE',
    'z.example',
  ];
  const names = [...ordered, '\\001.z.example', '*.z.example', '\\200.z.example'].map(name);
  assert.deepEqual(names.toReversed().toSorted(compareNames), names);
});

test('a name is within itself and its ancestors, not within one that merely ends alike', () => {
  assert.ok(isWithin(name('a.example'), name('example')));
  assert.ok(isWithin(name('a.example'), name('a.example')));
  assert.ok(isWithin(name('a.example'), name('.')));
  assert.ok(!isWithin(name('badexample'), name('example')));
  assert.ok(!isWithin(name('example'), name('a.example')));
  assert.deepEqual(commonAncestor(name('a.b.example'), name('c.b.example')), name('b.example'));
});

test('what is written can be read again', () => {
  const octets = fc.uint8Array({ minLength: 1, maxLength: 20 });
  const label = octets.map((bytes) => Buffer.from(bytes).toString('latin1'));
  fc.assert(
    fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
      const lower = labels.map((each) => each.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
      assert.deepEqual(parseName(nameText(lower)), lower);
    }),
  );
});

test('any text is a name or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parsed = parseName(text);
      if (parsed !== null) assert.deepEqual(parseName(nameText(parsed)), parsed);
    }),
  );
});
