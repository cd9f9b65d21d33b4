import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { structuredToken } from './structured-token.ts';

for (const [value, token] of [
  ['same-origin', 'same-origin'],
  [' *a/b:c ', '*a/b:c'],
  ['a;b', 'a'],
  ['a; b=1;c=?0; d="x\\"y" ; e', null],
  ['a; b=1;c=?0; d="x\\"y"; e=:YQ==:;f=-1.5;g=tok', 'a'],
  ['', null],
  ['"a"', null],
  ['1', null],
  ['a b', null],
  ['a, b', null],
  ['a;', null],
  ['a; B=1', null],
  ['a; b=', null],
  ['a; b=c d', null],
] as const) {
  test(`${JSON.stringify(value)} holds ${token}`, () => {
    assert.equal(structuredToken(value), token);
  });
}

test('any text is read without a throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void structuredToken(text)));
});
