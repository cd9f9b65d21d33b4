import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readCutJson } from './cut-json.ts';

describe('JSON that breaks off', () => {
  const cases: [text: string, value: unknown][] = [
    ['["a","b","c', ['a', 'b']],
    ['["a","b"', ['a']],
    ['[{"id":1,"names":["x"]},{"id":2,"names":["y"', [{ id: 1, names: ['x'] }]],
    ['[{"id":1},{"id":2,"x":{},"y"', [{ id: 1 }]],
    ['{"n":1,"list":[{"a":"],{"},{"a"', { n: 1, list: [{ a: '],{' }] }],
    ['{"list":["a","b"],"more":tru', { list: ['a', 'b'] }],
    ['[["a","b"],["c","d"],["e', [['a', 'b'], ['c', 'd'], ['e'].slice(1)].slice(0, 2)],
    ['{"a":1', undefined],
    ['["a', undefined],
    ['[', undefined],
    ['<html>', undefined],
    ['', undefined],
  ];
  for (const [text, value] of cases) it(text, () => assert.deepEqual(readCutJson(text), value));

  it('keeps a prefix of the items, wherever it breaks off', () => {
    const item = fc.record({ id: fc.integer(), name: fc.string(), tags: fc.array(fc.string()) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), fc.nat(), (items, cut) => {
        const text = JSON.stringify({ items });
        const value = readCutJson(text.slice(0, cut % text.length));
        if (value === undefined) return;
        const kept = (value as { items: unknown[] }).items;
        assert.deepEqual(kept, JSON.parse(JSON.stringify(items)).slice(0, kept.length));
      }),
    );
  });

  it('reads whatever text it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => void readCutJson(text)));
    assert.equal(readCutJson('['.repeat(1_000_000)), undefined);
  });
});
