import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  dumb,
  NO_ZONE,
  QUIET,
  server,
  soaOf,
  UNKNOWN_ZONE,
  zoneOn,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import type { SoaRecord } from '../protocols/dns-answer.ts';
import { soa } from './soa.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(soa, nameServers, observation);
}

function withSoa(wish: Partial<SoaRecord>, more: Partial<NameServersObservation> = {}) {
  return judged(zoneOn([server('ns1.acme.test', [askedAddress('192.0.2.53', { SOA: soaOf(wish) })])], more));
}

test('a sound record passes', () => {
  assert.equal(withSoa({}).outcome, 'pass');
});

for (const timers of [
  [10_000, 2_400, 604_800, 1_800],
  [7_200, 900, 1_209_600, 86_400],
  [43_200, 7_200, 1_209_600, 3_600],
]) {
  test(`timers that large providers use pass: ${timers.join(' ')}`, () => {
    const [refresh = 0, retry = 0, expire = 0, minimum = 0] = timers;
    assert.equal(withSoa({ refresh, retry, expire, minimum }).outcome, 'pass');
  });
}

for (const [wish, outcome] of [
  [{ refresh: 300, retry: 150 }, 'refresh'],
  [{ refresh: 100_000 }, 'refresh'],
  [{ retry: 7_200 }, 'retry'],
  [{ retry: 10 }, 'retry'],
  [{ expire: 259_200 }, 'expire'],
  [{ minimum: 0 }, 'minimum'],
  [{ minimum: 604_800 }, 'minimum'],
  [{ rname: '' }, 'rname-malformed'],
] as const) {
  test(`${JSON.stringify(wish)}: ${outcome}`, () => {
    assert.equal(withSoa(wish).outcome, outcome);
  });
}

test('a primary that is none of the servers is told', () => {
  const mname = 'hidden.acme.test';
  const { outcome, evidence } = withSoa({ mname }, { primaries: [{ name: mname, CNAME: gone }] });
  assert.equal(outcome, 'mname-unlisted');
  assert.deepEqual(evidence, [{ MNAME: mname }]);
});

test('a primary that is an alias is found', () => {
  const mname = 'primary.acme.test';
  const primaries = [{ name: mname, CNAME: present('ns1.acme.test') }];
  assert.equal(withSoa({ mname }, { primaries }).outcome, 'mname-alias,mname-unlisted');
});

test('silence about the primary hides no other fault, and is no fault', () => {
  const mname = 'ns2.acme.test';
  const primaries = [{ name: mname, CNAME: silent }];
  assert.equal(withSoa({ mname }, { primaries }).outcome, 'open');
  assert.equal(withSoa({ mname, minimum: 0 }, { primaries }).outcome, 'minimum');
});

test('servers that keep silent leave it open', () => {
  assert.equal(judged(zoneOn([server('ns1.acme.test', [dumb('192.0.2.53', QUIET)])])).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
