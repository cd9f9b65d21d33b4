import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  homeless,
  NO_ZONE,
  server,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { reverseNameServer } from './reverse-name-server.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(reverseNameServer, nameServers, observation);
}

test('addresses with names pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('an address without a name is found', () => {
  const { outcome, evidence } = judged(zoneWith({ PTR: gone }));
  assert.equal(outcome, 'ptr-missing');
  assert.deepEqual(evidence, [{ servers: 'ns2.acme.test (198.51.100.53)' }]);
  assert.equal(judged(zoneWith({ PTR: none })).outcome, 'ptr-missing');
});

test('a private address needs none', () => {
  const hidden = server('ns1.acme.test', [askedAddress('10.0.0.53', { PTR: gone })]);
  assert.equal(judged(zoneOn([hidden])).outcome, 'pass');
});

test('silence is open', () => {
  assert.equal(judged(zoneWith({ PTR: silent })).outcome, 'open');
  assert.equal(judged(zoneOn([homeless('ns1.acme.test', silent)])).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
