import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonLines } from './json-lines.ts';

const cases: [text: string, values: unknown[]][] = [
  ['', []],
  ['{"a":1}\n\n[2]\r\n"x"', [{ a: 1 }, [2], 'x']],
  ['{"a":1}\n{"a":', [{ a: 1 }, undefined]],
  ['null', [null]],
];
for (const [text, values] of cases) {
  test(JSON.stringify(text), () => assert.deepEqual(jsonLines(text), values));
}

test('whatever was written line by line comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const text = values.map((value) => JSON.stringify(value)).join('\n');
      assert.deepEqual(JSON.stringify(jsonLines(text)), JSON.stringify(values));
    }),
  );
});
