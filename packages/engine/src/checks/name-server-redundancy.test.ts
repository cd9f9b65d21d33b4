import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { type NameServersObservation, nameServers } from '../probes/name-servers.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { nameServerRedundancy } from './name-server-redundancy.ts';

type Answers = [A: DnsAnswer<string>, AAAA?: DnsAnswer<string>];

function judged(...servers: Answers[]) {
  const names = servers.map((_, index) => `ns${index + 1}.acme.test`);
  const observation: NameServersObservation = {
    NS: present(...names),
    servers: servers.map(([A, AAAA = none], index) => ({ name: names[index] ?? '', A, AAAA, asked: [] })),
  };
  return judgeObservation(nameServerRedundancy, nameServers, observation);
}

test('servers in two networks pass', () => {
  assert.equal(judged([present('192.0.2.53')], [present('198.51.100.53')]).outcome, 'pass');
});

test('a single server is found', () => {
  const { outcome, evidence } = judged([present('192.0.2.53')]);
  assert.equal(outcome, 'single-server');
  assert.deepEqual(evidence, [{ 'name servers': 'ns1.acme.test' }]);
});

test('two names of one address are a single server', () => {
  assert.equal(judged([present('192.0.2.53')], [present('192.0.2.53')]).outcome, 'single-server');
  assert.equal(
    judged(
      [present('192.0.2.53'), present('2001:db8::53')],
      [present('192.0.2.53'), present('2001:DB8:0::53')],
    ).outcome,
    'single-server',
  );
});

test('servers in one network are found', () => {
  const { outcome, evidence } = judged([present('192.0.2.53')], [present('192.0.2.54')]);
  assert.equal(outcome, 'single-network');
  assert.equal(evidence[0]?.addresses, '192.0.2.53, 192.0.2.54');
});

for (const [title, first, second, outcome] of [
  ['one /24 and two /48', '2001:db8:1::1', '2001:db8:2::1', 'pass'],
  ['one /24 and one /48', '2001:db8:1::1', '2001:db8:1:2::1', 'single-network'],
] as const) {
  test(`${title}: ${outcome}`, () => {
    const servers: Answers[] = [
      [present('192.0.2.53'), present(first)],
      [present('192.0.2.54'), present(second)],
    ];
    assert.equal(judged(...servers).outcome, outcome);
  });
}

test('addresses that could not be learnt leave it open, unless the others already differ', () => {
  assert.equal(judged([present('192.0.2.53')], [silent]).outcome, 'open');
  assert.equal(judged([present('192.0.2.53')], [present('192.0.2.54'), silent]).outcome, 'open');
  assert.equal(judged([none], [none]).outcome, 'open');
  assert.equal(judged([present('192.0.2.53')], [present('198.51.100.53')], [silent]).outcome, 'pass');
});

test('servers that could not be learnt leave it open', () => {
  const observation = { NS: silent, servers: [] };
  assert.equal(judgeObservation(nameServerRedundancy, nameServers, observation).outcome, 'open');
});

test('it does not apply to a name that is no zone', () => {
  const observation = { NS: none, servers: [] };
  assert.equal(judgeObservation(nameServerRedundancy, nameServers, observation).outcome, 'notApplicable');
});
