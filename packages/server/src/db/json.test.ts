import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { storable } from './json.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const CASES: [name: string, given: unknown, stored: unknown][] = [
  ['NUL goes', 'a\0b', 'ab'],
  ['a lone surrogate is replaced', 'a\ud800b', 'a\ufffdb'],
  ['a pair stays', '\u{1f600}', '\u{1f600}'],
  ['the text of an escape stays', 'C:\\u0000 \\ud800', 'C:\\u0000 \\ud800'],
  ['other control characters stay', '\u0001\u001b\\\u007f', '\u0001\u001b\\\u007f'],
  ['keys are cleaned too', { 'k\0': ['\udfff\0'] }, { k: ['\ufffd'] }],
];

for (const [name, given, stored] of CASES) {
  test(`what is stored: ${name}`, () => assert.deepEqual(storable(given), stored));
}

test('the database takes whatever JSON there is, and gives it back', async () => {
  const text = fc.string({ unit: 'binary' });
  const hostile = fc.oneof(
    text,
    text.map((part) => `${part}\0\ud83d`),
    text.map((part) => `\\u0000${part}\udc00`),
  );
  const value = fc.oneof(hostile, fc.array(hostile), fc.dictionary(hostile, hostile));
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      const clean = storable(given);
      const { rows } = await sql<{ value: unknown }>`select ${JSON.stringify(clean)}::jsonb as value`.execute(
        database.db,
      );
      assert.deepEqual(rows[0]?.value, JSON.parse(JSON.stringify(clean)));
    }),
    { numRuns: 200 },
  );
});
