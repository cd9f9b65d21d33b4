import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isHostname } from './domain-name.ts';
import { namePermutations } from './name-permutations.ts';

const made = (...names: string[]) => [...namePermutations(names, 'example.com')].map(({ name }) => name);

test('a numbered series has its gaps filled and goes on, with its own number of digits', () => {
  const names = made('web1.example.com', 'web4.example.com');
  for (const each of ['web2', 'web3', 'web5', 'web7']) assert.ok(names.includes(`${each}.example.com`), each);
  assert.ok(!names.includes('web02.example.com'));
  assert.ok(made('db01.example.com').includes('db02.example.com'));
  assert.ok(made('api.eu1.example.com', 'x-9-y.example.com').includes('x-10-y.example.com'));
});

test('an environment leads to the others, and to none', () => {
  const names = made('api-dev.example.com');
  for (const each of ['api-staging', 'api-prod', 'api'])
    assert.ok(names.includes(`${each}.example.com`), each);
});

test('fillings of one pattern are combined, and children of one parent tried below another', () => {
  assert.ok(
    made('lon-mail.example.com', 'lon-web.example.com', 'par-mail.example.com').includes(
      'par-web.example.com',
    ),
  );
  assert.ok(made('api.eu.example.com', 'www.us.example.com').includes('api.us.example.com'));
});

test('each name is told once, with the name that it was made from, and none that is known', () => {
  const known = ['api.example.com', 'dev.example.com', 'api-dev.example.com', 'web1.eu.example.com'];
  const all = [...namePermutations(known, 'example.com')];
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  assert.ok(all.every(({ name, from }) => !known.includes(name) && known.includes(from)));
});

test('the order of what is known does not show, and strangers teach nothing', () => {
  const known = ['a-1.example.com', 'b-2.example.com', 'c.x.example.com', 'd.y.example.com'];
  assert.deepEqual(made(...known), made(...known.toReversed()));
  assert.deepEqual(made('web1.example.org', 'example.com', 'web1.notexample.com'), []);
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

test('whatever is known, what is made is a host name below the domain', () => {
  fc.assert(
    fc.property(fc.array(fc.array(label, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (known) => {
      const names = known.map((labels) => `${labels.join('.')}.example.com`).filter(isHostname);
      for (const { name } of namePermutations(names, 'example.com').take(500)) {
        assert.ok(isHostname(name) && name.endsWith('.example.com'), name);
      }
    }),
    { numRuns: 100 },
  );
});
