import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
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
import { nameServerAddress } from './name-server-address.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerAddress, nameServers, observation);
}

const good = server('ns1.acme.test', [askedAddress('192.0.2.53')]);

test('servers with addresses pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

test('a name without an address is found, and why it has none', () => {
  const { outcome, evidence } = judged(
    zoneOn([good, homeless('ns.gone.test'), homeless('ns.bare.test', none)]),
  );
  assert.equal(outcome, 'unresolvable');
  assert.deepEqual(evidence, [{ 'name servers': 'ns.gone.test (no such name), ns.bare.test (no address)' }]);
});

test('a zone none of whose servers has an address is worse', () => {
  const zone = zoneOn([homeless('ns1.gone.test'), homeless('ns2.gone.test')]);
  assert.equal(judged(zone).outcome, 'none-resolvable');
  assert.equal(judged({ ...zone, NS: { state: 'unknown', reason: 'servfail' } }).outcome, 'none-resolvable');
});

test('glue keeps a zone alive whose own records forgot the server', () => {
  const forgotten = server('ns1.acme.test', [askedAddress('192.0.2.53')], { A: none, AAAA: none });
  assert.equal(judged(zoneOn([forgotten])).outcome, 'unresolvable');
});

test('addresses that lead nowhere on the internet are found', () => {
  const { outcome, evidence } = judged(
    zoneOn([good, server('ns2.acme.test', [], { A: present('10.0.0.53'), AAAA: present('fd00::53') })]),
  );
  assert.equal(outcome, 'private');
  assert.match(
    evidence[0]?.addresses ?? '',
    /^ns2\.acme\.test 10\.0\.0\.53 \(.+\), ns2\.acme\.test fd00::53/,
  );
});

test('a name that could not be looked up is open, never missing', () => {
  assert.equal(judged(zoneOn([good, homeless('ns2.acme.test', silent)])).outcome, 'open');
  const half = server('ns2.acme.test', [], { A: none, AAAA: silent });
  assert.equal(judged(zoneOn([good, half])).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
