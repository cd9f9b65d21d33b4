import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { belongs, inScope, rootsOf, type Target, targetAt } from './scope.ts';

const plain: Target = { name: 'acme.test', registrable: 'acme.test' };
const wide: Target = {
  ...plain,
  seeds: [
    { name: 'acme-shop.test', registrable: 'acme-shop.test' },
    { name: 'acme.cloud.test', registrable: 'cloud.test' },
  ],
  exclusions: ['partner.acme.test', 'old.acme-shop.test'],
};

test('without seeds and exclusions the domain and all below it are in scope', () => {
  for (const name of ['acme.test', 'www.acme.test', 'a.b.acme.test']) assert.ok(inScope(name, plain), name);
  for (const name of ['notacme.test', 'test', 'acme.test.evil.test', ''])
    assert.ok(!inScope(name, plain), name);
});

test('seeds widen it, exclusions narrow it, with all below them', () => {
  for (const name of ['www.acme.test', 'acme-shop.test', 'www.acme-shop.test', 'x.acme.cloud.test'])
    assert.ok(inScope(name, wide), name);
  for (const name of [
    'partner.acme.test',
    'a.partner.acme.test',
    'old.acme-shop.test',
    'cloud.test',
    'b.cloud.test',
  ])
    assert.ok(!inScope(name, wide), name);
});

test('a name sees the scope from the root that it lies under, and the scope stays the same', () => {
  assert.equal(targetAt('www.acme.test', wide), wide);
  assert.equal(targetAt('stranger.test', wide), wide);
  const shop = targetAt('www.acme-shop.test', wide);
  assert.deepEqual([shop.name, shop.registrable], ['acme-shop.test', 'acme-shop.test']);
  for (const name of ['acme.test', 'www.acme-shop.test', 'acme.cloud.test'])
    assert.ok(inScope(name, shop), name);
  assert.ok(!inScope('partner.acme.test', shop));
  assert.deepEqual(
    new Set(rootsOf(shop).map(({ name }) => name)),
    new Set(rootsOf(wide).map(({ name }) => name)),
  );
});

for (const [entity, isOurs] of [
  [{ kind: 'DomainRecord', name: 'acme-shop.test', attributes: {} }, true],
  [{ kind: 'DomainRecord', name: 'stranger.test', attributes: {} }, false],
  [{ kind: 'DNSRecord', name: 'x', attributes: { owner: 'a.partner.acme.test' } }, false],
  [{ kind: 'DNSRecord', name: 'x', attributes: { owner: 'acme-shop.test' } }, true],
  [{ kind: 'URL', name: 'https://partner.acme.test/x', attributes: {} }, false],
  [{ kind: 'URL', name: 'https://www.acme.test/x', attributes: {} }, true],
  [{ kind: 'Product', name: 'partner.acme.test nginx', attributes: { host: 'partner.acme.test' } }, false],
  [{ kind: 'IPAddress', name: '192.0.2.1', attributes: {} }, true],
] as const satisfies readonly (readonly [Entity, boolean])[]) {
  test(`${entity.kind} ${entity.name} ${isOurs ? 'belongs' : 'does not belong'} to the inventory`, () => {
    assert.equal(belongs(entity, wide), isOurs);
  });
}
