import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  dumb,
  homeless,
  NO_ZONE,
  QUIET,
  REFUSED,
  reply,
  server,
  soaOf,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerUnreachable } from './name-server-unreachable.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerUnreachable, nameServers, observation);
}

test('servers that answer pass, whatever they answer', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
  assert.equal(judged(zoneWith({ SOA: reply({ rcode: 'SERVFAIL', authoritative: false }) })).outcome, 'pass');
});

test('an address that refuses is found, by family', () => {
  const { outcome, evidence } = judged(
    zoneOn([
      server('ns1.acme.test', [askedAddress('192.0.2.53')]),
      server('ns2.acme.test', [dumb('198.51.100.53', REFUSED), dumb('2001:db8::53', REFUSED)]),
    ]),
  );
  assert.equal(outcome, 'refused');
  assert.deepEqual(evidence, [
    {
      server: 'ns2.acme.test',
      'over IPv4': '198.51.100.53 refuses UDP and TCP',
      'over IPv6': '2001:db8::53 refuses UDP and TCP',
    },
  ]);
});

test('a server that answers over IPv4 alone is found', () => {
  const { evidence } = judged(
    zoneOn([server('ns1.acme.test', [askedAddress('192.0.2.53'), dumb('2001:db8::53', REFUSED)])]),
  );
  assert.deepEqual(Object.keys(evidence[0] ?? {}), ['server', 'over IPv6']);
});

test('a server that answers over TCP alone is found', () => {
  const { outcome, evidence } = judged(zoneWith({ SOA: REFUSED, tcp: soaOf() }));
  assert.equal(outcome, 'refused');
  assert.equal(evidence[0]?.['over IPv4'], '198.51.100.53 refuses UDP');
});

test('all that refuse are a finding each', () => {
  const zone = zoneOn([
    server('ns1.acme.test', [dumb('192.0.2.53', REFUSED)]),
    server('ns2.acme.test', [dumb('198.51.100.53', REFUSED)]),
  ]);
  assert.equal(judged({ ...zone, NS: QUIET }).outcome, 'refused,refused');
});

test('silence is open, over UDP as over TCP', () => {
  assert.equal(judged(zoneWith({ SOA: QUIET, tcp: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith({ SOA: REFUSED, tcp: QUIET })).outcome, 'open');
  const { outcome, detail } = judged(
    zoneOn([server('ns1.acme.test', [askedAddress('192.0.2.53')]), homeless('ns2.acme.test', silent)]),
  );
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /ns2\.acme\.test/);
});

test('no way to IPv6 from here does not matter beside IPv4 that answers', () => {
  const noWay = dumb('2001:db8::53', { state: 'unknown', reason: 'unreachable' });
  assert.equal(
    judged(zoneOn([server('ns1.acme.test', [askedAddress('192.0.2.53'), noWay])])).outcome,
    'pass',
  );
  assert.equal(judged(zoneOn([server('ns1.acme.test', [noWay])])).outcome, 'open');
});

test('no zone, or nothing known of it', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});
