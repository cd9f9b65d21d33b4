import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { specialPurpose } from './special-address.ts';

for (const [address, what] of [
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['0.0.0.0', 'this network'],
  ['100.64.0.1', 'shared by a carrier'],
  ['169.254.169.254', 'link-local'],
  ['::1', 'loopback'],
  ['fd00::1', 'unique-local'],
  ['fe80::1', 'link-local'],
] as const) {
  test(`${address} is ${what}`, () => assert.equal(specialPurpose(address), what));
}

for (const address of [
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '192.0.2.1',
  '2001:db8::1',
  '2606:4700::1111',
  '64:ff9b::1',
]) {
  test(`${address} is reachable by all, or a placeholder`, () => assert.equal(specialPurpose(address), null));
}

test('what is no address is nothing special', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!/^[0-9a-f.:]+$/i.test(text)) assert.equal(specialPurpose(text), null);
    }),
  );
});
