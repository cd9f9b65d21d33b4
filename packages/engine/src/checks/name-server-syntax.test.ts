import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  NO_ZONE,
  referral,
  reply,
  soaOf,
  UNKNOWN_ZONE,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerSyntax } from './name-server-syntax.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerSyntax, nameServers, observation);
}

test('host names pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
  for (const name of ['xn--bcher-kva.test', 'a.b-c.test', '1.acme.test', 'n--s.acme.test']) {
    assert.equal(judged(zoneWith({}, { NS: present(name) })).outcome, 'pass', name);
  }
});

for (const name of [
  'ns_1.acme.test',
  '-ns.acme.test',
  'ns-.acme.test',
  'ns--1.acme.test',
  'ns\\.1.acme.test',
  'ns 1.acme.test',
  '192.0.2.53',
  'ns.acme.123',
  '',
]) {
  test(`"${name}" is no host name`, () => {
    const { outcome, evidence } = judged(zoneWith({}, { NS: present('ns1.acme.test', name) }));
    assert.equal(outcome, 'malformed');
    assert.equal(evidence[0]?.names, `${name} (NS)`);
  });
}

test('what one server lists, what the parent says, and the primary are looked at as well', () => {
  const wherever = {
    '(NS)': judged(zoneWith({ NS: reply({ NS: ['ns_3.acme.test'] }) })),
    '(delegation)': judged(zoneWith({}, { delegation: referral('ns_3.acme.test') })),
    '(MNAME of the SOA record)': judged(zoneWith({ SOA: soaOf({ mname: 'ns_3.acme.test' }) })),
  };
  for (const [where, { evidence }] of Object.entries(wherever)) {
    assert.equal(evidence[0]?.names, `ns_3.acme.test ${where}`);
  }
});

test('the root as primary stands for none', () => {
  assert.equal(judged(zoneWith({ SOA: soaOf({ mname: '' }) })).outcome, 'pass');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
