import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { askedAddress, NO_ZONE, server, UNKNOWN_ZONE, zoneOn } from '../../test/name-server-observation.ts';
import { nameServers } from '../probes/name-servers.ts';
import { type DnsAnswer, recordsOf } from '../protocols/dns-answer.ts';
import { nameServerRedundancy } from './name-server-redundancy.ts';

type Answers = [A: DnsAnswer<string>, AAAA?: DnsAnswer<string>];

/** Each address in a system of its own, unless the test says which. */
function zoneOf(servers: Answers[], originOf = (address: string): DnsAnswer<string> => origin(address)) {
  return zoneOn(
    servers.map(([A, AAAA = none], index) => {
      const addresses = [...recordsOf(A), ...recordsOf(AAAA)];
      const asked = addresses.map((address) => askedAddress(address, { origin: originOf(address) }));
      return server(`ns${index + 1}.acme.test`, asked, { A, AAAA });
    }),
  );
}

function origin(
  address: string,
  asn = 64_000 + [...address].reduce((sum, each) => sum + each.charCodeAt(0), 0),
) {
  return present(`${asn} | ${address}/${address.includes(':') ? 48 : 24} | ZZ`);
}

function judged(...servers: Answers[]) {
  return judgeObservation(nameServerRedundancy, nameServers, zoneOf(servers));
}

const V6 = [present('2001:db8:1::53'), present('2001:db8:2::53')] as const;

test('servers in two networks pass', () => {
  assert.equal(judged([present('192.0.2.53'), V6[0]], [present('198.51.100.53'), V6[1]]).outcome, 'pass');
});

test('servers without IPv6 are found, silence about it is not', () => {
  assert.equal(judged([present('192.0.2.53')], [present('198.51.100.53')]).outcome, 'no-ipv6');
  assert.equal(judged([present('192.0.2.53')], [present('198.51.100.53'), silent]).outcome, 'open');
});

test('networks of one system are found when the system of each is known', () => {
  const servers: Answers[] = [
    [present('192.0.2.53'), V6[0]],
    [present('198.51.100.53'), V6[1]],
  ];
  const judgedBy = (originOf: (address: string) => DnsAnswer<string>) =>
    judgeObservation(nameServerRedundancy, nameServers, zoneOf(servers, originOf));
  const { outcome, evidence } = judgedBy((address) => origin(address, 64_500));
  assert.equal(outcome, 'single-as');
  assert.equal(evidence[0]?.system, 'AS64500');
  assert.equal(
    judgedBy((address) => (address.includes(':') ? silent : origin(address, 64_500))).outcome,
    'open',
  );
  assert.equal(judgedBy(() => silent).outcome, 'open');
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
  assert.equal(outcome, 'single-network,no-ipv6');
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

test('addresses that could not be learnt leave it open, unless the others already differ in all', () => {
  assert.equal(judged([present('192.0.2.53')], [silent]).outcome, 'open');
  assert.equal(judged([present('192.0.2.53')], [present('192.0.2.54'), silent]).outcome, 'open');
  assert.equal(judged([none], [none]).outcome, 'open');
  assert.equal(judged([present('192.0.2.53')], [present('198.51.100.53')], [silent]).outcome, 'open');
  const spread = [[present('192.0.2.53'), V6[0]], [present('198.51.100.53')]] as Answers[];
  assert.equal(judged(...spread, [silent]).outcome, 'pass');
});

test('servers that could not be learnt leave it open', () => {
  assert.equal(judgeObservation(nameServerRedundancy, nameServers, UNKNOWN_ZONE).outcome, 'open');
});

test('it does not apply to a name that is no zone', () => {
  assert.equal(judgeObservation(nameServerRedundancy, nameServers, NO_ZONE).outcome, 'notApplicable');
});
