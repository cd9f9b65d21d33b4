import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RCODE, TYPE, targetOf, toText, toWire } from './dns-wire.ts';
import { addressesIn, type Delegation, infrastructure } from './infrastructure.ts';
import { loadZone, lookUp } from './zone.ts';
import { addressText } from './zone-file.ts';
import { healthy } from './zones/index.ts';

function referral(further: Delegation[], zone: string, name: string) {
  const found = infrastructure([healthy], further).find((each) => each.name === zone);
  assert.ok(found);
  const { authoritative, rcode, authorities, additionals } = lookUp(
    loadZone(zone, found.records),
    toWire(`${name}.`),
    TYPE.A,
  );
  const servers = authorities.map((record) => toText(targetOf(record) ?? '\0'));
  return { authoritative, rcode, servers, glue: additionals.map(addressText) };
}

test('test. delegates the zones of the lab, with glue', () => {
  assert.deepEqual(referral([], 'test', 'www.healthy.test'), {
    authoritative: false,
    rcode: RCODE.NOERROR,
    servers: ['ns1.healthy.test', 'ns2.healthy.test'],
    glue: ['192.0.2.2', '2001:db8:1::2', '203.0.113.2', '2001:db8:3::2'],
  });
});

test('a zone of someone else below test. is delegated too', () => {
  const further = [{ zone: 'real.test', nameServers: [{ name: 'ns1.real.test', address: '192.0.2.40' }] }];
  assert.deepEqual(referral(further, 'test', 'www.real.test').glue, ['192.0.2.40']);
});

test('the root delegates test., the third parties, and zones elsewhere', () => {
  const further = [
    { zone: 'real.example', nameServers: [{ name: 'ns.real.example', address: '192.0.2.41' }] },
  ];
  assert.deepEqual(referral(further, '.', 'www.healthy.test').servers, [
    'ns1.registry.test',
    'ns2.registry.test',
  ]);
  assert.deepEqual(referral(further, '.', 'crt.sh').glue, ['198.51.100.5', '203.0.113.5']);
  assert.deepEqual(referral(further, '.', 'www.real.example').glue, ['192.0.2.41']);
});

test('a server whose name lies in no zone is given an address by the parent', () => {
  const further = [
    { zone: 'one.test', nameServers: [{ name: 'ns.stray.test', address: '192.0.2.42' }] },
    { zone: 'two.test', nameServers: [{ name: 'ns.stray.example', address: '192.0.2.43' }] },
  ];
  const zones = infrastructure([], further);
  const has = (zone: string, record: string) =>
    zones.find(({ name }) => name === zone)?.records.includes(record);
  assert.equal(has('test', 'ns.stray.test. 3600 A 192.0.2.42'), true);
  assert.equal(has('.', 'ns.stray.example. 3600 A 192.0.2.43'), true);
  assert.equal(has('test', 'ns.stray.example. 3600 A 192.0.2.43'), false);
});

test('addresses lead back to names', () => {
  const zone = infrastructure([healthy], []).find(({ name }) => name === 'in-addr.arpa');
  const { answers } = lookUp(
    loadZone('in-addr.arpa', zone?.records ?? []),
    toWire('25.2.0.192.in-addr.arpa.'),
    12,
  );
  assert.deepEqual(
    answers.map((record) => toText(targetOf(record) ?? '\0')),
    ['mx1.healthy.test'],
  );
});

test('the addresses in a zone have absolute names, wildcards are left out', () => {
  const records = [
    '@ 1 A 192.0.2.1',
    'www 1 AAAA 2001:db8::1',
    'x.other. 1 A 192.0.2.2',
    '* 1 A 192.0.2.3',
    '@ 1 TXT "A"',
  ];
  assert.deepEqual(addressesIn({ ...healthy, name: 'a.test', records }), [
    { name: 'a.test', address: '192.0.2.1' },
    { name: 'www.a.test', address: '2001:db8::1' },
    { name: 'x.other', address: '192.0.2.2' },
  ]);
});
