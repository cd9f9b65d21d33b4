import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  dumb,
  LAME,
  NO_ZONE,
  QUIET,
  reply,
  soaOf,
  UNKNOWN_ZONE,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type AskedAddress, type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerBehaviour } from './name-server-behaviour.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerBehaviour, nameServers, observation);
}

const nxdomain = reply({ rcode: 'NXDOMAIN' });
const upward = reply({ authoritative: false, refersTo: [''] });

test('servers that answer as they should pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

for (const [what, wish, outcome] of [
  ['NXDOMAIN to AAAA', { AAAA: nxdomain }, 'aaaa'],
  ['NOTIMP to AAAA', { AAAA: reply({ rcode: 'NOTIMP' }) }, 'aaaa'],
  ['NOTIMP to an unknown type', { unknownType: reply({ rcode: 'NOTIMP' }) }, 'unknown-type'],
  ['the question in another case', { SOA: { ...soaOf(), sameCase: false } }, 'case'],
  ['a referral to the root', { recursion: upward }, 'upward-referral'],
  ['two of them', { AAAA: nxdomain, recursion: upward }, 'aaaa,upward-referral'],
] as [string, Partial<AskedAddress>, string][]) {
  test(`${what}: ${outcome}`, () => {
    const found = judged(zoneWith(wish));
    assert.equal(found.outcome, outcome);
    assert.equal(found.evidence[0]?.servers, 'ns2.acme.test (198.51.100.53)');
  });
}

for (const [what, wish] of [
  ['a referral to another place than the root', { recursion: reply({ refersTo: ['test'] }) }],
  ['limits of rate', { AAAA: reply({ rcode: 'REFUSED' }), unknownType: reply({ rcode: 'SERVFAIL' }) }],
  ['a server that does not have the zone', { SOA: LAME, tcp: LAME, AAAA: nxdomain }],
] as [string, Partial<AskedAddress>][]) {
  test(`${what}: no fault`, () => {
    assert.equal(judged(zoneWith(wish)).outcome, 'pass');
  });
}

test('silence is open', () => {
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
  assert.equal(judged(zoneWith({ AAAA: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith({ unknownType: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith({ recursion: QUIET })).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
