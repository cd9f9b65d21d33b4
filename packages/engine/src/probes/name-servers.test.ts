import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import type { Net, ServerAnswer } from '../net.ts';
import { type NameServersObservation, nameServers } from './name-servers.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const right: ServerAnswer = {
  state: 'answered',
  rcode: 'NOERROR',
  authoritative: true,
  answer: { state: 'present', records: ['ns1.acme.test'] },
  durationMs: 3,
};
const silent: ServerAnswer = { state: 'unknown', reason: 'timeout' };
const soa = {
  mname: 'ns1.acme.test',
  rname: 'h.acme.test',
  serial: 1,
  refresh: 1,
  retry: 1,
  expire: 1,
  minimum: 1,
};

function netOf(
  written: Parameters<typeof dnsTable>[0],
  servers: Record<string, ServerAnswer>,
): { net: Net; asked: string[] } {
  const { resolve } = dnsTable(written);
  const asked: string[] = [];
  async function ask(server: { name: string; address: string }, name: string, type: string) {
    asked.push(`${server.address} ${name} ${type}`);
    const answer = servers[`${server.name} ${server.address}`];
    if (answer === undefined) throw new Error(`nobody wrote down the server ${server.address}`);
    if (type !== 'SOA' || answer.state !== 'answered') return answer;
    return { ...answer, answer: { state: 'present', records: [soa] } };
  }
  return { net: { resolve, ask } as unknown as Net, asked };
}

function observe(net: Net): Promise<NameServersObservation> {
  return nameServers.observe({ kind: 'FQDN', name: 'acme.test', attributes: {} }, net, target);
}

test('every address of every server is asked for SOA and NS', async () => {
  const { net, asked } = netOf(
    {
      'acme.test NS': ['ns2.acme.test', 'NS1.acme.test'],
      'ns1.acme.test A': ['192.0.2.53'],
      'ns1.acme.test AAAA': ['2001:db8::53'],
      'ns2.acme.test A': ['198.51.100.53'],
      'ns2.acme.test AAAA': 'nodata',
    },
    {
      'ns1.acme.test 192.0.2.53': right,
      'ns1.acme.test 2001:db8::53': silent,
      'ns2.acme.test 198.51.100.53': right,
    },
  );
  const seen = await observe(net);
  assert.deepEqual(
    seen.servers.map(({ name, asked }) => [name, asked.map(({ address, SOA }) => [address, SOA.state])]),
    [
      [
        'ns1.acme.test',
        [
          ['192.0.2.53', 'answered'],
          ['2001:db8::53', 'unknown'],
        ],
      ],
      ['ns2.acme.test', [['198.51.100.53', 'answered']]],
    ],
  );
  assert.equal(asked.length, 6);
  assert.deepEqual(nameServers.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
});

test('a name that is no zone of its own has no servers', async () => {
  const seen = await observe(netOf({ 'acme.test NS': 'nodata' }, {}).net);
  assert.deepEqual(seen, { NS: { state: 'absent', reason: 'nodata' }, servers: [] });
});

test('a server without an address is kept, and asked nothing', async () => {
  const { net, asked } = netOf(
    { 'acme.test NS': ['ns.gone.test'], 'ns.gone.test A': 'nxdomain', 'ns.gone.test AAAA': 'nxdomain' },
    {},
  );
  const seen = await observe(net);
  assert.deepEqual(
    seen.servers.map(({ asked }) => asked.length),
    [0],
  );
  assert.deepEqual(asked, []);
});

test('a swarm of servers and addresses is cut', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `ns${index}.acme.test`);
  const many = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  const written = Object.fromEntries(
    names.flatMap((name) => [[`${name} A`, many], [`${name} AAAA`, 'nodata'] as const]),
  );
  const servers = Object.fromEntries(
    names.flatMap((name) => many.map((address) => [`${name} ${address}`, right])),
  );
  const { net, asked } = netOf({ 'acme.test NS': [...names, 'not a name'], ...written }, servers);
  const seen = await observe(net);
  assert.equal(seen.servers.length, 13);
  assert.equal(asked.length, 13 * 2 * 2);
});

test('only the target is looked at', () => {
  const of = (name: string) => nameServers.only?.({ kind: 'FQDN', name, attributes: {} }, target);
  assert.equal(of('acme.test'), true);
  assert.equal(of('www.acme.test'), false);
});
