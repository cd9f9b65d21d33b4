import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  dumb,
  NO_ZONE,
  QUIET,
  reply,
  soaOf,
  UNKNOWN_ZONE,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type AskedAddress, type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { UNKNOWN_OPTION } from '../protocols/server-reply.ts';
import { edns } from './edns.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(edns, nameServers, observation);
}

type Extended = NonNullable<AskedAddress['edns']>;
const RIGHT = askedAddress('192.0.2.53').edns as Extended;

function withEdns(wish: Partial<Extended>) {
  return judged(zoneWith({ edns: { ...RIGHT, ...wish } }));
}

const OPT = { version: 0, udpPayload: 1232, dnssecOk: false, options: [] };

test('servers that speak EDNS pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('one that ignores EDNS is found', () => {
  const { outcome, evidence } = judged(zoneWith({ SOA: { ...soaOf(), edns: null }, edns: null }));
  assert.equal(outcome, 'unsupported');
  assert.deepEqual(evidence, [{ servers: 'ns2.acme.test (198.51.100.53)', answer: 'no OPT record' }]);
});

test('one that stumbles over EDNS is found when it answers without', () => {
  const SOA = reply({ rcode: 'FORMERR', authoritative: false, edns: null });
  assert.equal(judged(zoneWith({ SOA, plain: soaOf(), edns: null })).outcome, 'unsupported');
  assert.equal(judged(zoneWith({ SOA, plain: SOA, edns: null })).outcome, 'pass');
});

test('a lame server that says so without an OPT record is no matter of EDNS', () => {
  const SOA = reply({ rcode: 'REFUSED', authoritative: false, edns: null });
  assert.equal(judged(zoneWith({ SOA, plain: SOA, edns: null })).outcome, 'pass');
});

test('a version that is answered as if it were known is found', () => {
  assert.equal(withEdns({ version1: soaOf() }).outcome, 'version');
  assert.equal(withEdns({ version1: reply({ rcode: 'FORMERR' }) }).outcome, 'version');
});

test('an option that is not ignored is found', () => {
  assert.equal(withEdns({ unknownOption: reply({ rcode: 'FORMERR' }) }).outcome, 'unknown-option');
  const echo = reply({ edns: { ...OPT, options: [UNKNOWN_OPTION] } });
  assert.equal(withEdns({ unknownOption: echo }).outcome, 'unknown-option');
  assert.equal(withEdns({ unknownOption: reply({ edns: { ...OPT, options: [3] } }) }).outcome, 'pass');
});

test('an answer larger than was asked for, or cut without an OPT record, is found', () => {
  const { outcome, evidence } = withEdns({ small: reply({ bytes: 900 }) });
  assert.equal(outcome, 'truncation');
  assert.equal(evidence[0]?.answer, '900 bytes, where 512 were asked for');
  assert.equal(withEdns({ small: reply({ truncated: true, edns: null }) }).outcome, 'truncation');
  assert.equal(withEdns({ small: reply({ truncated: true }) }).outcome, 'pass');
});

test('all faults are told at once', () => {
  const small = reply({ bytes: 900 });
  assert.equal(withEdns({ small, version1: soaOf() }).outcome, 'truncation,version');
});

test('refusals may come from limits of rate', () => {
  assert.equal(withEdns({ version1: reply({ rcode: 'REFUSED' }) }).outcome, 'pass');
});

test('silence is open', () => {
  assert.equal(judged(zoneWith(dumb('198.51.100.53', QUIET))).outcome, 'open');
  assert.equal(withEdns({ version1: QUIET }).outcome, 'open');
  assert.equal(withEdns({ unknownOption: QUIET }).outcome, 'open');
  assert.equal(withEdns({ small: QUIET }).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
