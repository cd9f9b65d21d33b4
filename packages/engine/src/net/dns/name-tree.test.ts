import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalName, isWithin, labelCount, parentName, zoneText } from './name-tree.ts';

test('names are compared in lower case and without the last dot', () => {
  for (const [name, canonical] of [
    ['WWW.Acme.test.', 'www.acme.test'],
    ['acme.test', 'acme.test'],
    ['.', ''],
    ['', ''],
    ['odd\\.', 'odd\\.'],
  ] as const) {
    assert.equal(canonicalName(name), canonical);
  }
});

test('goes up label by label, past dots that are escaped', () => {
  assert.equal(parentName('www.acme.test'), 'acme.test');
  assert.equal(parentName('a\\.b.test'), 'test');
  assert.equal(parentName('test'), '');
  assert.equal(parentName(''), null);
  assert.equal(labelCount('a\\.b.test'), 2);
  assert.equal(zoneText(''), '.');
});

test('a zone holds itself and what ends in its labels, not what ends in its letters', () => {
  assert.ok(isWithin('www.acme.test', 'acme.test'));
  assert.ok(isWithin('acme.test', 'acme.test'));
  assert.ok(isWithin('acme.test', ''));
  assert.ok(!isWithin('evilacme.test', 'acme.test'));
  assert.ok(!isWithin('evil\\.acme.test', 'acme.test'));
  assert.ok(!isWithin('test', 'acme.test'));
});

test('every name is within each name above it', () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), (labels) => {
      const name = labels.join('.');
      assert.equal(labelCount(name), labels.length);
      for (let at = 0; at <= labels.length; at++) assert.ok(isWithin(name, labels.slice(at).join('.')));
      assert.ok(!isWithin(name, `x${name}`));
    }),
  );
});
