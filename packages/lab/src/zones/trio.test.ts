import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesIn } from '../infrastructure.ts';
import { loadZone } from '../zone.ts';
import { FAULT_ZONES } from './faults.ts';
import { ZONES } from './index.ts';
import { plant, support, trio } from './trio.ts';

const caaGone = trio({
  name: 'no-caa',
  faults: ['caa/missing', { code: 'spf/missing', at: 'sub' }],
  everywhere: ['dnssec/unsigned'],
  silent: ['@ CAA', '_dmarc'],
  zone: ({ faulty }) => ({ signed: false, ...(faulty && { usual: { caa: [] } }) }),
});

test('three zones: one with the fault, one in order, one whose servers do not tell', () => {
  const [faulty, sound, mute] = plant([caaGone]);
  assert.deepEqual(
    [faulty, sound, mute].map((zone) => [zone?.name, zone?.records.some((line) => line.includes(' CAA '))]),
    [
      ['no-caa.test', false],
      ['no-caa-ok.test', true],
      ['no-caa-mute.test', true],
    ],
  );
  const unsigned = (name: string) => ({ code: 'dnssec/unsigned', entity: `FQDN:${name}` });
  const faults = [
    { code: 'caa/missing', entity: 'FQDN:no-caa.test' },
    { code: 'spf/missing', entity: 'FQDN:sub.no-caa.test' },
  ];
  assert.deepEqual(faulty?.faults, [unsigned('no-caa.test'), ...faults]);
  assert.deepEqual(sound?.faults, [unsigned('no-caa-ok.test')]);
  assert.equal(sound?.healthy, true);
  assert.deepEqual(
    mute?.open?.map(({ entity }) => entity),
    ['FQDN:no-caa-mute.test', 'FQDN:sub.no-caa-mute.test'],
  );
  assert.deepEqual(mute?.nameServers[0]?.byName, {
    'no-caa-mute.test CAA': 'servfail',
    '_dmarc.no-caa-mute.test': 'servfail',
  });
});

test('own servers have addresses of their own, and records in the zone', () => {
  const own = (name: string) =>
    trio({ name, faults: [], zone: ({ ownServers }) => ({ nameServers: ownServers() }) });
  const zones = plant([own('one'), own('two')]);
  const addresses = zones.flatMap(({ nameServers }) => nameServers.map(({ address }) => address));
  assert.equal(new Set(addresses).size, 6 * 4);
  for (const zone of zones) {
    const known = addressesIn(zone).map(({ name, address }) => `${name} ${address}`);
    for (const { name, address } of zone.nameServers) assert.ok(known.includes(`${name} ${address}`));
  }
});

test('a network that is used up says so', () => {
  const greedy = trio({
    name: 'greedy',
    faults: [],
    zone: ({ address }) => ({
      hosts: [{ label: 'a', addresses: Array.from({ length: 60 }, () => address('colo')) }],
    }),
  });
  assert.throws(() => plant([greedy]), /no address is left in colo/);
});

test('what supports others is nobody’s subject', () => {
  const [zone] = plant([support({ name: 'list.example', records: ['*.a 300 A 127.0.0.2'] })]);
  assert.equal(zone?.support, true);
  assert.deepEqual(zone?.faults, []);
});

test('the zones with faults can be read, have names of their own, and no address of the demo', () => {
  const names = [...ZONES, ...FAULT_ZONES].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const taken = new Set(
    ZONES.flatMap(({ nameServers, mail, sites }) => [...nameServers, ...mail, ...sites]).map(
      ({ address }) => address,
    ),
  );
  const shared = new Set(
    ZONES.find(({ name }) => name === 'hosting.test')?.nameServers.map((each) => each.address),
  );
  for (const { name, records, nameServers, mail } of FAULT_ZONES) {
    loadZone(name, records);
    for (const { address } of [...nameServers, ...mail]) {
      assert.ok(!taken.has(address) || shared.has(address), `${name} ${address}`);
    }
  }
});
