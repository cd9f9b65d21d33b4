import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Entity, ScanEvent } from '@cyborux/contract';
import { allProbes, allSources, createSession, scan } from '@cyborux/engine';
import { type Lab, startLab } from './lab.ts';
import { BIG, DISCOVERY_ZONES } from './zones/discovery.ts';

/** What tells of names; what looks at hosts is measured elsewhere. */
const PROBES = ['common-names', 'dns-records'];

let lab: Lab;
let events: ScanEvent[];
let names: Map<string, Extract<Entity, { kind: 'FQDN' }>>;

before(async () => {
  lab = await startLab({ zones: DISCOVERY_ZONES });
  const net = createSession(lab.network);
  events = await Array.fromAsync(
    scan({
      target: { name: BIG.zone, registrable: BIG.zone },
      net,
      sources: allSources.filter(({ id }) => id === 'crtsh' || id === 'certspotter'),
      probes: allProbes.filter(({ id }) => PROBES.includes(id)),
      checks: [],
      keys: {},
      deadline: new Date(Date.now() + 90_000),
      now: () => new Date(),
    }),
  );
  await net.close();
  names = new Map();
  for (const event of events) {
    if (event.type === 'entity' && event.entity.kind === 'FQDN') names.set(event.entity.name, event.entity);
  }
});
after(() => lab.close());

test('every name that the techniques reach is found, and is told to exist', () => {
  const reachable = [...BIG.told, ...BIG.alike, ...BIG.common];
  assert.deepEqual(
    reachable.filter((name) => names.get(name)?.attributes.resolution !== 'present'),
    [],
  );
  assert.ok(reachable.every((name) => names.get(name)?.attributes.wildcard !== true));
});

test('nothing else is found: no stranger, no name that a guess made up', () => {
  const apart = [BIG.zone, `www.${BIG.zone}`, `ns1.${BIG.zone}`, `tenants.${BIG.zone}`];
  const real = new Set([...BIG.told, ...BIG.alike, ...BIG.common, ...BIG.gone, ...BIG.wild, ...apart]);
  assert.deepEqual(
    [...names.keys()].filter((name) => !real.has(name)),
    [],
  );
});

test('names that are gone are absent, and those of a wildcard are told as such', () => {
  assert.deepEqual(
    BIG.gone.filter((name) => names.get(name)?.attributes.resolution !== 'absent'),
    [],
  );
  assert.deepEqual(
    BIG.wild.filter((name) => names.get(name)?.attributes.wildcard !== true),
    [],
  );
});

test('every name says where it comes from, and who told of a guess is the name that it was made from', () => {
  const ways = events.flatMap((event) => (event.type === 'entity' ? [event] : []));
  const known = new Set(ways.map(({ entity }) => `${entity.kind}:${entity.name}`));
  assert.ok(ways.every(({ via }) => via.from === null || known.has(via.from)));
  const guessed = ways.filter(({ via }) => via.module === 'name-permutations');
  assert.ok(BIG.alike.every((name) => guessed.some(({ entity }) => entity.name === name)));
  assert.ok(guessed.every(({ via }) => via.from?.startsWith('FQDN:')));
});
