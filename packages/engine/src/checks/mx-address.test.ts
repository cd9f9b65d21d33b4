import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeMail, mail, NO_MAIL, NULL_MX } from '../../test/mail-observation.ts';
import { mxAddress } from './mx-address.ts';

type Change = Parameters<typeof mail>[0];
const judged = (...changes: Change[]) => judgeMail(mxAddress, { mail: mail(...changes) }).outcome;

test('exchangers with public addresses pass', () => assert.equal(judged({}, {}), 'pass'));

for (const [what, change, outcome] of [
  ['neither A nor AAAA', { A: none, AAAA: none }, 'unresolvable'],
  ['a name that is not there', { A: gone, AAAA: gone }, 'pass'],
  ['A alone unknown', { A: silent, AAAA: none }, 'open'],
  ['AAAA alone unknown', { A: none, AAAA: silent }, 'open'],
  ['AAAA unknown beside an A', { AAAA: silent }, 'pass'],
  ['a private address', { A: present('10.0.0.1') }, 'private'],
  ['a loopback address', { AAAA: present('::1') }, 'private'],
  ['a private one beside a public one', { A: present('192.0.2.1', '192.168.0.1') }, 'private'],
] satisfies [string, Change, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged({}, change), outcome));
}

test('an address in the place of a host', () => {
  const MX = present({ preference: 0, exchange: '192.0.2.25' });
  assert.equal(judgeMail(mxAddress, { mail: { ...NO_MAIL, MX } }).outcome, 'literal');
});

test('a single exchanger of one’s own at a single address is told', () => {
  assert.equal(judged({}), 'single');
  assert.equal(judged({ A: present('192.0.2.1', '192.0.2.2') }), 'pass');
  assert.equal(judged({ AAAA: present('2001:db8::1') }), 'pass');
  assert.equal(judged({ exchange: 'mx.provider.test' }), 'pass');
  assert.equal(judgeMail(mxAddress, { mail: mail({}) }, 'lists.acme.test').outcome, 'pass');
});

test('no mail, nothing to judge; silence leaves it open', () => {
  for (const about of [NO_MAIL, NULL_MX]) {
    assert.equal(judgeMail(mxAddress, { mail: about }).outcome, 'notApplicable');
  }
  assert.equal(judgeMail(mxAddress, { mail: { ...NO_MAIL, MX: silent } }).outcome, 'open');
});
