import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { Inventory } from './inventory.ts';
import { isPersonal } from './personal-data.ts';

const none: Entity[] = [
  { kind: 'FQDN', name: 'ann.acme.test', attributes: {} },
  { kind: 'Leak', name: 'hibp:Acme', attributes: { leak_type: 'breach', accounts: 12 } },
  { kind: 'ContactRecord', name: 'mailto:ann@acme.test', attributes: { role: 'security' } },
  { kind: 'ContactRecord', name: 'mailto:Abuse@acme.test', attributes: {} },
  { kind: 'ContactRecord', name: 'tel:+49301234', attributes: { role: 'abuse' } },
  { kind: 'ContactRecord', name: 'https://social.test/acme', attributes: { contact_type: 'url' } },
];
const personal: Entity[] = [
  { kind: 'EmailAddress', name: 'ann@acme.test', attributes: {} },
  { kind: 'Leak', name: 'stealer:1', attributes: { leak_type: 'stealer-log' } },
  { kind: 'Leak', name: 'paste:1', attributes: { leak_type: 'paste' } },
  { kind: 'Leak', name: 'hibp:Acme', attributes: { leak_type: 'breach', affected: 'employees' } },
  { kind: 'ContactRecord', name: 'mailto:ann@acme.test', attributes: { role: 'registrant' } },
  { kind: 'ContactRecord', name: 'mailto:ann@acme.test', attributes: {} },
  { kind: 'ContactRecord', name: 'tel:+49301234', attributes: {} },
];

for (const entity of none) test(`no person: ${JSON.stringify(entity)}`, () => assert.ok(!isPersonal(entity)));
for (const entity of personal)
  test(`a person: ${JSON.stringify(entity)}`, () => assert.ok(isPersonal(entity)));

test('switched off, nothing that tells of a person is taken in', () => {
  const target = { name: 'acme.test', registrable: 'acme.test' };
  const via = { module: 'hunter', from: null };
  const off = new Inventory(target, false);
  const on = new Inventory(target);
  for (const entity of [...none, ...personal]) {
    off.add(entity, via);
    on.add(entity, via);
  }
  assert.equal(off.list().filter(isPersonal).length, 0);
  assert.equal(off.list().length, new Set(none.map((each) => each.kind + each.name)).size);
  assert.ok(on.list().filter(isPersonal).length > 0);
});
