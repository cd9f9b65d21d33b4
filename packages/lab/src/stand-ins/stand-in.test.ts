import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { cutShort, isWithin, json, zoneOf } from './stand-in.ts';

const zone = (name: string): ZoneSpec => ({
  name,
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: { crtsh: [], certspotter: [] },
  faults: [],
});

describe('what stand-ins share', () => {
  const zones = [zone('acme.test'), zone('shop.acme.test'), zone('other.test')];
  const cases: [name: string, expected: string | undefined][] = [
    ['acme.test', 'acme.test'],
    ['www.acme.test', 'acme.test'],
    ['a.shop.acme.test', 'shop.acme.test'],
    ['notacme.test', undefined],
    ['test', undefined],
  ];
  for (const [name, expected] of cases) {
    test(`${name} belongs to ${expected ?? 'no zone'}`, () =>
      assert.equal(zoneOf(name, zones)?.name, expected));
  }

  test('a name is within itself and what is above it', () => {
    assert.ok(
      isWithin('a.test', 'a.test') && isWithin('b.a.test', 'a.test') && !isWithin('a.test', 'b.a.test'),
    );
  });

  test('JSON that is cut short is none', () => {
    for (const value of [[], {}, [{ a: 1 }]]) {
      assert.throws(() => JSON.parse(cutShort(json(200, value)).body), SyntaxError);
    }
  });
});
