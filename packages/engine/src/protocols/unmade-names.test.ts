import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHostname } from './domain-name.ts';
import { unmadeNames } from './unmade-names.ts';

test('the names are two host names below the domain, always the same', () => {
  const [one = '', other = ''] = unmadeNames('example.com');
  assert.notEqual(one, other);
  for (const name of [one, other]) {
    assert.ok(name.endsWith('.example.com'));
    assert.ok(isHostname(name));
  }
  assert.deepEqual(unmadeNames('example.com'), [one, other]);
});

test('another domain has other names', () => {
  const labels = ['example.com', 'example.org'].flatMap(unmadeNames).map((name) => name.split('.')[0]);
  assert.equal(new Set(labels).size, 4);
});
