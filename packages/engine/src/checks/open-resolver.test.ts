import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  dumb,
  NO_ZONE,
  QUIET,
  reply,
  SOA,
  UNKNOWN_ZONE,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import type { ServerReply } from '../protocols/server-reply.ts';
import { openResolver } from './open-resolver.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(openResolver, nameServers, observation);
}

const resolved = reply({ authoritative: false, recursionAvailable: true, SOA });

test('servers that refuse foreign names pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('one that resolves them is found', () => {
  const { outcome, evidence } = judged(zoneWith({ recursion: resolved }));
  assert.equal(outcome, 'recursive');
  assert.deepEqual(evidence, [{ servers: 'ns2.acme.test (198.51.100.53)' }]);
});

for (const [what, recursion] of [
  ['a referral', reply({ authoritative: false, refersTo: [''] })],
  ['the bit alone', reply({ authoritative: false, recursionAvailable: true, rcode: 'REFUSED' })],
  ['a zone of its own', { ...resolved, authoritative: true }],
  ['an answer that it does not claim to have looked for', { ...resolved, recursionAvailable: false }],
  ['a port that refuses', { state: 'absent', reason: 'connection-refused' }],
] as [string, ServerReply][]) {
  test(`${what} is no resolver`, () => {
    assert.equal(judged(zoneWith({ recursion })).outcome, 'pass');
  });
}

test('silence is open', () => {
  assert.equal(judged(zoneWith({ recursion: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
