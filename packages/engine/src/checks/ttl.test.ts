import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { ttl } from './ttl.ts';

type Ttls = NonNullable<DnsRecordsObservation['apex']>['ttls'];

function judged(ttls: Ttls) {
  return judgeObservation(ttl, dnsRecords, apexRecords({ apex: { ttls } }));
}

test('five minutes for addresses and a day for servers pass', () => {
  const ttls: Ttls = [
    { type: 'A', seconds: 300 },
    { type: 'NS', seconds: 86_400 },
  ];
  assert.equal(judged(ttls).outcome, 'pass');
});

test('seconds are told, as good practice', () => {
  const { outcome, evidence } = judged([{ type: 'A', seconds: 0 }]);
  assert.equal(outcome, 'short');
  assert.equal(evidence[0]?.seconds, 'A 0');
  assert.deepEqual([ttl.findings.short.severity, ttl.findings.short.optional], ['info', true]);
});

test('so are weeks', () => {
  assert.equal(judged([{ type: 'MX', seconds: 2_592_000 }]).outcome, 'long');
  assert.equal(judged([{ type: 'MX', seconds: 604_800 }]).outcome, 'pass');
});

test('when no server told them it is open', () => {
  assert.equal(judged(null).outcome, 'open');
  const mute = apexRecords({ apex: { NS: silent, ttls: null } });
  assert.equal(judgeObservation(ttl, dnsRecords, mute).outcome, 'open');
});

test('it applies to a target that is a zone', () => {
  assert.equal(judgeObservation(ttl, dnsRecords, hostRecords(), 'www.acme.test').outcome, 'notApplicable');
  const noZone = apexRecords({ apex: { NS: none, ttls: null } });
  assert.equal(judgeObservation(ttl, dnsRecords, noZone).outcome, 'notApplicable');
  assert.equal(judgeObservation(ttl, dnsRecords, apexRecords({ A: gone })).outcome, 'notApplicable');
});
