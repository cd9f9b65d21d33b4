import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import {
  askedAddress,
  dumb,
  homeless,
  LAME,
  NO_ZONE,
  QUIET,
  REFUSED,
  reply,
  server,
  UNKNOWN_ZONE,
  zoneOn,
  zoneWith,
} from '../../test/name-server-observation.ts';
import { type AskedAddress, type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerLame } from './name-server-lame.ts';

function judged(observation: NameServersObservation) {
  return judgeObservation(nameServerLame, nameServers, observation);
}

const good = askedAddress('192.0.2.53');

function lame(address: string, rcode = 'REFUSED'): AskedAddress {
  const answer = reply({ rcode, authoritative: false });
  return askedAddress(address, { SOA: answer, NS: answer, tcp: answer });
}

test('servers that know the zone pass', () => {
  assert.equal(judged(zoneWith()).outcome, 'pass');
});

for (const rcode of ['NOERROR', 'REFUSED', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP']) {
  test(`an answer ${rcode} without authority is lame`, () => {
    const { outcome, evidence } = judged(
      zoneOn([server('ns1.acme.test', [good]), server('ns2.acme.test', [lame('198.51.100.53', rcode)])]),
    );
    assert.equal(outcome, 'lame');
    assert.deepEqual(evidence, [
      { server: 'ns2.acme.test', address: '198.51.100.53', answer: `${rcode}, not authoritative` },
    ]);
  });
}

test('a silent server is never lame', () => {
  const { outcome, detail } = judged(
    zoneOn([server('ns1.acme.test', [good]), server('ns2.acme.test', [dumb('198.51.100.53', QUIET)])]),
  );
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /ns2\.acme\.test/);
});

test('a lame server is reported although another is silent, or nobody serves the zone', () => {
  const quiet = server('ns1.acme.test', [dumb('192.0.2.53', QUIET)]);
  assert.equal(judged(zoneOn([quiet, server('ns2.acme.test', [lame('198.51.100.53')])])).outcome, 'lame');
});

test('the parent alone is enough to find who is lame', () => {
  const zone = zoneOn([server('a.test', [lame('192.0.2.1')]), server('b.test', [lame('192.0.2.2')])]);
  assert.equal(judged({ ...zone, NS: { state: 'unknown', reason: 'servfail' } }).outcome, 'lame,lame');
});

test('a server is judged by the best of the answers that it gave', () => {
  assert.equal(judged(zoneWith({ NS: QUIET })).outcome, 'pass');
  assert.equal(judged(zoneWith({ SOA: LAME })).outcome, 'pass');
  assert.equal(judged(zoneWith({ SOA: LAME, NS: QUIET, tcp: LAME })).outcome, 'lame');
});

test('a truncated answer without authority is no proof, the whole one over TCP is', () => {
  const cut = reply({ truncated: true, authoritative: false });
  assert.equal(judged(zoneWith({ SOA: cut, NS: QUIET, tcp: QUIET })).outcome, 'open');
  assert.equal(judged(zoneWith({ SOA: cut, NS: cut })).outcome, 'pass');
  assert.equal(judged(zoneWith({ SOA: cut, NS: cut, tcp: LAME })).outcome, 'lame');
});

test('a server that stumbles over EDNS is judged by its answer without it', () => {
  const confused = reply({ rcode: 'FORMERR', authoritative: false, edns: null });
  assert.equal(judged(zoneWith({ SOA: confused, plain: reply() })).outcome, 'pass');
});

test('an address that we cannot reach does not matter when another answers', () => {
  const unreachable = dumb('2001:db8::53', { state: 'unknown', reason: 'unreachable' });
  assert.equal(judged(zoneOn([server('ns1.acme.test', [good, unreachable])])).outcome, 'pass');
});

test('one whose port refuses is not called lame', () => {
  const refusing = server('ns2.acme.test', [dumb('198.51.100.53', REFUSED)]);
  assert.equal(judged(zoneOn([server('ns1.acme.test', [good]), refusing])).outcome, 'pass');
  assert.equal(judged(zoneOn([refusing])).outcome, 'open');
});

test('a server whose addresses could not be learnt leaves it open', () => {
  const zone = zoneOn([server('ns1.acme.test', [good]), homeless('ns2.acme.test', silent)]);
  assert.equal(judged(zone).outcome, 'open');
});

test('servers that could not be learnt leave it open', () => {
  assert.equal(judged(UNKNOWN_ZONE).outcome, 'open');
});

test('it does not apply to a name that is no zone', () => {
  assert.equal(judged(NO_ZONE).outcome, 'notApplicable');
});
