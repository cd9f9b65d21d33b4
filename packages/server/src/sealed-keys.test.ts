import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openKeyBox } from './sealed-keys.ts';

const OLD = 'an old secret of the tests, long enough';
const NEW = 'a new secret of the tests, long enough';

test('any text comes back as it was, and is not to be seen in what is stored', () => {
  const box = openKeyBox([NEW]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 6 }), (text) => {
      const sealed = box.seal(text, 'here');
      assert.equal(box.open(sealed, 'here'), text);
      assert.ok(!sealed.sealed.includes(Buffer.from(text)));
    }),
  );
});

test('the same text is never stored the same way twice', () => {
  const box = openKeyBox([NEW]);
  assert.notDeepEqual(box.seal('key', 'here').sealed, box.seal('key', 'here').sealed);
});

test('it opens where it belongs alone, and not when a bit of it was changed', () => {
  const box = openKeyBox([NEW]);
  const sealed = box.seal('key', 'crtsh of Ann');
  assert.equal(box.open(sealed, 'crtsh of Bob'), null);
  for (let at = 0; at < sealed.sealed.length; at += 1) {
    const changed = Buffer.from(sealed.sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(box.open({ ...sealed, sealed: changed }, 'crtsh of Ann'), null);
    assert.equal(box.open({ ...sealed, sealed: sealed.sealed.subarray(0, at) }, 'crtsh of Ann'), null);
  }
});

test('rotation: the first secret encrypts, former ones still open', () => {
  const before = openKeyBox([OLD]).seal('key', 'here');
  const box = openKeyBox([NEW, OLD]);
  assert.equal(box.open(before, 'here'), 'key');
  assert.notEqual(before.secretId, box.secretId);
  const after = box.seal('key', 'here');
  assert.equal(openKeyBox([NEW]).open(after, 'here'), 'key');
  assert.equal(openKeyBox([NEW]).open(before, 'here'), null);
});
