import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { Inventory } from './inventory.ts';

const target = { name: 'example.com', registrable: 'example.com' };
const via = { module: 'crtsh', from: null };
const host = (attributes: Extract<Entity, { kind: 'FQDN' }>['attributes'] = {}): Entity => ({
  kind: 'FQDN',
  name: 'www.example.com',
  attributes,
});

test('an entity is news once, and again for new attributes or a new way to it', () => {
  const inventory = new Inventory(target);
  assert.equal(inventory.add(host(), via).isNew, true);
  assert.equal(inventory.add(host(), via).news, null);
  assert.deepEqual(inventory.add(host({ title: 'Home' }), via), {
    news: host({ title: 'Home' }),
    isNew: false,
  });
  assert.deepEqual(inventory.add(host(), { module: 'certspotter', from: null }), {
    news: host({ title: 'Home' }),
    isNew: false,
  });
});

test('lists are united in one order, whatever was found first', () => {
  const one = new Inventory(target);
  const other = new Inventory(target);
  const [a, b] = [host({ addresses: ['192.0.2.2'] }), host({ addresses: ['192.0.2.1', '192.0.2.2'] })];
  for (const each of [a, b]) one.add(each, via);
  for (const each of [b, a]) other.add(each, via);
  assert.deepEqual(one.list(), other.list());
  assert.deepEqual(one.list(), [host({ addresses: ['192.0.2.1', '192.0.2.2'] })]);
});

test('strangers stay out', () => {
  const inventory = new Inventory(target);
  for (const name of ['example.org', 'notexample.com', 'com', 'example.com.evil.org']) {
    assert.equal(inventory.add({ kind: 'FQDN', name, attributes: {} }, via).news, null, name);
  }
  assert.deepEqual(inventory.list(), []);
});

test('unique finds are what one source alone had, whatever probes saw of it besides', () => {
  const inventory = new Inventory({ name: 'acme.test', registrable: 'acme.test' });
  const found = (name: string, ...modules: string[]) => {
    for (const module of modules)
      inventory.add({ kind: 'FQDN', name, attributes: {} }, { module, from: null });
  };
  found('a.acme.test', 'crtsh', 'certspotter');
  found('b.acme.test', 'crtsh', 'dns-records');
  found('c.acme.test', 'crtsh', 'crtsh');
  found('d.acme.test', 'dns-records');
  found('e.stranger.test', 'rdap');
  assert.deepEqual(
    [...inventory.uniqueFinds(['certspotter', 'crtsh', 'rdap'])],
    [
      ['certspotter', 0],
      ['crtsh', 2],
      ['rdap', 0],
    ],
  );
});

test('a service is hearsay until we see it, whichever comes first', () => {
  const name = '192.0.2.1:443/tcp';
  const heard: Entity = { kind: 'Service', name, attributes: { port: 443, passive: true } };
  const seen: Entity = { kind: 'Service', name, attributes: { port: 443, tls: true } };
  const passive = (entities: readonly Entity[]) => {
    const inventory = new Inventory(target);
    for (const each of entities) inventory.add(each, via);
    return inventory.list().map((each) => each.kind === 'Service' && each.attributes.passive);
  };
  assert.deepEqual(passive([heard, heard]), [true]);
  assert.deepEqual(passive([heard, seen]), [false]);
  assert.deepEqual(passive([seen, heard, heard]), [false]);
});
