import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labFeeds } from './feeds.ts';

test('the library of the lab is known by its text, with what is wrong in each version', () => {
  const { libraries } = labFeeds();
  const told = ['0.9.0', '1.5.0', '2.0.0', '2.1.0'].map((version) =>
    libraries?.byContent(`/*! Rocket Skates v${version} */`).flatMap((each) => {
      return each.vulnerabilities.map(({ severity }) => severity);
    }),
  );
  assert.deepEqual(told, [['low'], ['high', 'low'], ['low'], []]);
  assert.deepEqual(libraries?.skipped, []);
});
