import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBehaviours } from './behaviours.ts';

describe('behaviours of stand-ins', () => {
  const behaviours = createBehaviours<'a' | 'b'>();
  behaviours.set('a', 'down');
  behaviours.set('a', 'answer', 'Acme.test');
  behaviours.set('a', 'slow', 'shop.acme.test');
  behaviours.set('b', 'empty', 'acme.test');

  const cases: [name: 'a' | 'b', domain: string | null, expected: string][] = [
    ['a', null, 'down'],
    ['a', 'other.test', 'down'],
    ['a', 'notacme.test', 'down'],
    ['a', 'acme.test', 'answer'],
    ['a', 'www.acme.test', 'answer'],
    ['a', 'www.shop.acme.test', 'slow'],
    ['b', null, 'answer'],
    ['b', 'acme.test', 'empty'],
    ['b', 'test', 'answer'],
  ];
  for (const [name, domain, expected] of cases) {
    test(`${name} is told to ${expected} for ${domain ?? 'no domain'}`, () => {
      assert.equal(behaviours.of(name, domain), expected);
    });
  }

  test('the last word counts', () => {
    behaviours.set('b', 'malformed', 'acme.test');
    behaviours.set('b', 'answer', 'acme.test');
    assert.equal(behaviours.of('b', 'acme.test'), 'answer');
  });
});
