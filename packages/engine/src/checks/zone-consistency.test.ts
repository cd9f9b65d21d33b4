import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  dumb,
  LAME,
  NO_ZONE,
  QUIET,
  REFUSED,
  reply,
  SOA,
  soaOf,
  UNKNOWN_ZONE,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { zoneConsistency } from './zone-consistency.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(zoneConsistency, nameServers, observation);
}

test('servers that agree pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('two serials are found, and both are told', () => {
  const { outcome, evidence } = judged(zoneWith({ SOA: soaOf({ serial: 7 }) }));
  assert.equal(outcome, 'serial');
  assert.deepEqual(evidence, [
    {
      [`serial ${SOA.serial}`]: 'ns1.acme.test (192.0.2.53)',
      'serial 7': 'ns2.acme.test (198.51.100.53)',
    },
  ]);
});

test('a SOA record that differs in more than its serial is found', () => {
  assert.equal(judged(zoneWith({ SOA: soaOf({ rname: 'other.acme.test' }) })).outcome, 'soa');
  assert.equal(judged(zoneWith({ SOA: soaOf({ retry: 1_800, serial: 7 }) })).outcome, 'serial,soa');
});

test('servers that list different servers are found', () => {
  const { outcome, evidence } = judged(zoneWith({ NS: reply({ NS: ['ns1.acme.test'] }) }));
  assert.equal(outcome, 'name-server-set');
  assert.deepEqual(evidence, [
    {
      'NS ns1.acme.test': 'ns2.acme.test (198.51.100.53)',
      'NS ns1.acme.test ns2.acme.test': 'ns1.acme.test (192.0.2.53)',
    },
  ]);
});

test('TCP says it when UDP does not', () => {
  const cut = reply({ truncated: true });
  assert.equal(judged(zoneWith({ SOA: cut, tcp: soaOf({ serial: 7 }) })).outcome, 'serial');
});

test('an answer without authority, or a truncated one, is none of the zone', () => {
  assert.equal(judged(zoneWith({ SOA: LAME, tcp: LAME, NS: LAME })).outcome, 'pass');
  assert.equal(judged(zoneWith({ NS: reply({ NS: ['x.test'], truncated: true }) })).outcome, 'pass');
});

test('a silent server leaves it open, one that refuses does not', () => {
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
  assert.equal(judged(zoneWith({ NS: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith(dumb('198.51.100.53', REFUSED))).outcome, 'pass');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
