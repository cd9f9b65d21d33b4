import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  dumb,
  NO_ZONE,
  QUIET,
  REFUSED,
  server,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerTcp } from './name-server-tcp.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerTcp, nameServers, observation);
}

test('servers that answer over TCP too pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('one that refuses TCP while UDP answers is found', () => {
  const { outcome, evidence } = judged(zoneWith({ tcp: REFUSED }));
  assert.equal(outcome, 'no-tcp');
  assert.deepEqual(evidence, [{ servers: 'ns2.acme.test (198.51.100.53)' }]);
});

test('silence over TCP is open', () => {
  const { outcome, detail } = judged(zoneWith({ tcp: QUIET }));
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /ns2\.acme\.test/);
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
});

test('one that refuses both is another matter', () => {
  assert.equal(judged(zoneWith({ SOA: REFUSED, tcp: REFUSED })).outcome, 'pass');
  assert.equal(judged(zoneOn([server('ns1.acme.test', [dumb('192.0.2.53', REFUSED)])])).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
