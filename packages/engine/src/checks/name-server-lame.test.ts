import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import type { ServerAnswer } from '../net.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import { nameServerLame } from './name-server-lame.ts';

function answer(rcode: string, authoritative: boolean): ServerAnswer<never> {
  return { state: 'answered', rcode, authoritative, answer: none, durationMs: 1 };
}

const right = answer('NOERROR', true);
const lame = answer('REFUSED', false);
const quiet: ServerAnswer<never> = { state: 'unknown', reason: 'timeout' };

function server(
  name: string,
  asked: [address: string, SOA: ServerAnswer<never>, NS?: ServerAnswer<never>][],
) {
  return {
    name,
    A: present('192.0.2.53'),
    AAAA: none,
    asked: asked.map(([address, SOA, NS = SOA]) => ({ address, SOA, NS })),
  };
}

function judged(...servers: NameServersObservation['servers']) {
  const observation = { NS: present(...servers.map(({ name }) => name)), servers };
  return judgeObservation(nameServerLame, nameServers, observation);
}

const good = server('ns1.acme.test', [['192.0.2.53', right]]);

test('servers that know the zone pass', () => {
  assert.equal(judged(good, server('ns2.acme.test', [['198.51.100.53', right]])).outcome, 'pass');
});

for (const rcode of ['NOERROR', 'REFUSED', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP']) {
  test(`an answer ${rcode} without authority is lame`, () => {
    const { outcome, evidence } = judged(
      good,
      server('ns2.acme.test', [['198.51.100.53', answer(rcode, false)]]),
    );
    assert.equal(outcome, 'lame');
    assert.deepEqual(evidence, [
      { server: 'ns2.acme.test', address: '198.51.100.53', answer: `${rcode}, not authoritative` },
    ]);
  });
}

test('a silent server is never lame', () => {
  const { outcome, detail } = judged(good, server('ns2.acme.test', [['198.51.100.53', quiet]]));
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /ns2\.acme\.test/);
});

test('a lame server is reported although another is silent', () => {
  const outcome = judged(
    server('ns1.acme.test', [['192.0.2.53', quiet]]),
    server('ns2.acme.test', [['198.51.100.53', lame]]),
  );
  assert.equal(outcome.outcome, 'lame');
});

test('each lame server is a finding of its own', () => {
  const { outcome } = judged(
    server('a.test', [['192.0.2.1', lame]]),
    server('b.test', [['192.0.2.2', lame]]),
  );
  assert.equal(outcome, 'lame,lame');
});

test('a server is judged by the answer that it gave', () => {
  assert.equal(judged(server('ns1.acme.test', [['192.0.2.53', right, quiet]])).outcome, 'pass');
  assert.equal(judged(server('ns1.acme.test', [['192.0.2.53', quiet, lame]])).outcome, 'lame');
  assert.equal(judged(server('ns1.acme.test', [['192.0.2.53', lame, right]])).outcome, 'pass');
});

test('an address that we cannot reach does not matter when another answers', () => {
  const unreachable: ServerAnswer<never> = { state: 'unknown', reason: 'unreachable' };
  const both = server('ns1.acme.test', [
    ['192.0.2.53', right],
    ['2001:db8::53', unreachable],
  ]);
  assert.equal(judged(both).outcome, 'pass');
});

test('a server whose addresses could not be learnt leaves it open', () => {
  assert.equal(judged({ ...server('ns1.acme.test', []), A: silent }).outcome, 'open');
});

test('servers that could not be learnt leave it open', () => {
  assert.equal(judgeObservation(nameServerLame, nameServers, { NS: silent, servers: [] }).outcome, 'open');
});

test('it does not apply to a name that is no zone', () => {
  assert.equal(
    judgeObservation(nameServerLame, nameServers, { NS: none, servers: [] }).outcome,
    'notApplicable',
  );
});
