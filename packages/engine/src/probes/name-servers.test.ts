import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { NO_ZONE, QUIET, REFUSED, referral, SOA } from '../../test/name-server-observation.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { Delegation, ExchangedRecord, NameServer, ServerExchange, ServerQuestion } from '../net.ts';
import { reverseName } from '../protocols/ip-address.ts';
import { originName } from '../protocols/team-cymru.ts';
import { type NameServersObservation, nameServers } from './name-servers.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const OPT = { version: 0, udpPayload: 1232, dnssecOk: false, options: [] };

type Said = Extract<ServerExchange, { state: 'answered' }>;
type Server = (question: ServerQuestion) => ServerExchange;

function answered(wish: Partial<Said> = {}): Said {
  return {
    state: 'answered',
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    sameCase: true,
    edns: OPT,
    answers: [],
    authority: [],
    additional: [],
    bytes: 100,
    durationMs: 1,
    ...wish,
  };
}

function record(type: string, value: ExchangedRecord['value']): ExchangedRecord {
  return { owner: 'acme.test', ttl: 300, type, value };
}

/** A server that has the zone. */
function right({ type, name }: ServerQuestion): Said {
  if (name !== 'acme.test') return answered({ rcode: 'REFUSED', authoritative: false });
  if (type === 'SOA') return answered({ answers: [record('SOA', SOA)] });
  return answered({ answers: type === 'NS' ? [record('NS', 'ns1.acme.test')] : [] });
}

interface World {
  dns: Parameters<typeof dnsTable>[0];
  servers: Record<string, Server>;
  delegation?: Delegation;
  own?: Parameters<typeof dnsTable>[0];
}

async function observe({ dns, servers, delegation = QUIET, own = {} }: World) {
  const pointers = Object.keys(servers).flatMap((address) => [
    [`${reverseName(address)} PTR`, ['ns.acme.test']] as const,
    [`${originName(address)} TXT`, ['64500 | 192.0.2.0/24 | ZZ']] as const,
  ]);
  const { resolve } = dnsTable({
    'acme.test NS': ['ns1.acme.test'],
    ...Object.fromEntries(pointers),
    ...dns,
  });
  const asked: string[] = [];
  const net = netThat({
    resolve,
    delegation: async () => delegation,
    async exchange({ address }, question) {
      const { transport = 'udp', type, name, edns } = question;
      asked.push(`${address} ${transport} ${name} ${type}${edns === null ? ' plain' : ''}`);
      const server = servers[address];
      if (server === undefined) throw new Error(`nobody wrote down the server ${address}`);
      return server(question);
    },
    async ask({ address }: NameServer, name, type) {
      asked.push(`${address} ask ${name} ${type}`);
      const answer = await dnsTable(own).resolve(name, type);
      return { state: 'answered', rcode: 'NOERROR', authoritative: true, answer, durationMs: 1 };
    },
  });
  const seen = await nameServers.observe({ kind: 'FQDN', name: 'acme.test', attributes: {} }, net, target);
  assert.deepEqual(nameServers.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked };
}

const ONE = { 'ns1.acme.test A': ['192.0.2.53'], 'ns1.acme.test AAAA': 'nodata' } as const;

function only({ servers }: NameServersObservation) {
  const [asked] = servers.flatMap((each) => each.asked);
  if (asked === undefined) throw new Error('no address was asked');
  return asked;
}

test('a server that has the zone is asked nine questions, none of them twice', async () => {
  const { seen, asked } = await observe({ dns: ONE, servers: { '192.0.2.53': right } });
  assert.equal(asked.length, 9);
  assert.deepEqual(
    asked.filter((question) => question.includes(' tcp ')),
    ['192.0.2.53 tcp acme.test SOA'],
  );
  const { SOA: soa, NS, plain, edns } = only(seen);
  assert.deepEqual([soa.state, soa.state === 'answered' && soa.SOA], ['answered', SOA]);
  assert.deepEqual(NS.state === 'answered' && NS.NS, ['ns1.acme.test']);
  assert.equal(plain, null);
  assert.notEqual(edns, null);
});

test('a silent server is asked a single question', async () => {
  const { seen, asked } = await observe({ dns: ONE, servers: { '192.0.2.53': () => QUIET } });
  assert.deepEqual(asked, ['192.0.2.53 udp acme.test SOA']);
  const { address, PTR, origin, plain, edns, ...replies } = only(seen);
  assert.deepEqual([plain, edns], [null, null]);
  for (const [question, reply] of Object.entries(replies)) assert.deepEqual(reply, QUIET, question);
});

test('whether one that refuses UDP takes TCP is asked for', async () => {
  const { seen, asked } = await observe({
    dns: ONE,
    servers: { '192.0.2.53': (question) => (question.transport === 'tcp' ? right(question) : REFUSED) },
  });
  assert.deepEqual(asked, ['192.0.2.53 udp acme.test SOA', '192.0.2.53 tcp acme.test SOA']);
  assert.equal(only(seen).tcp.state, 'answered');
});

test('one that stumbles over EDNS is asked on without', async () => {
  const stumbling: Server = (question) =>
    question.edns === null
      ? { ...right(question), edns: null }
      : answered({ rcode: 'FORMERR', authoritative: false, edns: null });
  const { seen, asked } = await observe({ dns: ONE, servers: { '192.0.2.53': stumbling } });
  assert.deepEqual(
    asked.filter((question) => !question.endsWith(' plain')),
    ['192.0.2.53 udp acme.test SOA'],
  );
  const { plain, edns, NS } = only(seen);
  assert.equal(plain?.state === 'answered' && plain.rcode, 'NOERROR');
  assert.equal(edns, null);
  assert.deepEqual(NS.state === 'answered' && NS.NS, ['ns1.acme.test']);
});

test('one that does not have the zone is not asked what only those can say that have', async () => {
  const lame: Server = () => answered({ rcode: 'REFUSED', authoritative: false });
  const { seen, asked } = await observe({ dns: ONE, servers: { '192.0.2.53': lame } });
  assert.equal(asked.length, 5);
  const { AAAA, unknownType, edns } = only(seen);
  assert.deepEqual([AAAA, unknownType, edns], [null, null, null]);
});

test('NS records that do not come with an unknown option, or do not fit, are asked for again', async () => {
  const confused: Server = (question) =>
    question.edns?.options ? answered({ rcode: 'FORMERR', authoritative: false }) : right(question);
  const again = await observe({ dns: ONE, servers: { '192.0.2.53': confused } });
  assert.equal(again.asked.at(-1), '192.0.2.53 udp acme.test NS');
  const large: Server = (question) =>
    question.type === 'NS' && question.transport !== 'tcp' ? answered({ truncated: true }) : right(question);
  const overTcp = await observe({ dns: ONE, servers: { '192.0.2.53': large } });
  assert.equal(overTcp.asked.at(-1), '192.0.2.53 tcp acme.test NS');
  const { NS } = only(overTcp.seen);
  assert.deepEqual(NS.state === 'answered' && NS.NS, ['ns1.acme.test']);
});

test('servers that only the parent names are asked as well, at the addresses that it has', async () => {
  const { seen } = await observe({
    dns: {
      ...ONE,
      'ns2.acme.test A': 'nodata',
      'ns2.acme.test AAAA': 'nodata',
      'ns2.acme.test CNAME': 'nodata',
    },
    delegation: referral('ns1.acme.test 192.0.2.53', 'ns2.acme.test 198.51.100.53'),
    servers: { '192.0.2.53': right, '198.51.100.53': () => QUIET },
    own: { 'ns2.acme.test A': 'nodata', 'ns2.acme.test AAAA': 'nodata' },
  });
  assert.deepEqual(
    seen.servers.map(({ name, glue, asked }) => [name, glue, asked.length]),
    [
      ['ns1.acme.test', ['192.0.2.53'], 1],
      ['ns2.acme.test', ['198.51.100.53'], 1],
    ],
  );
});

test('the zone itself is asked for addresses only where the parent has another', async () => {
  const agreed = await observe({
    dns: ONE,
    delegation: referral('ns1.acme.test 192.0.2.53'),
    servers: { '192.0.2.53': right },
  });
  assert.equal(agreed.seen.servers[0]?.own, null);
  const { seen } = await observe({
    dns: ONE,
    delegation: referral('ns1.acme.test 192.0.2.99'),
    servers: { '192.0.2.53': right, '192.0.2.99': () => REFUSED },
    own: ONE,
  });
  assert.deepEqual(seen.servers[0]?.own, [
    { A: { state: 'present', records: ['192.0.2.53'] }, AAAA: { state: 'absent', reason: 'nodata' } },
  ]);
});

test('two names of one address are asked once', async () => {
  const { seen, asked } = await observe({
    dns: {
      ...ONE,
      'acme.test NS': ['ns1.acme.test', 'ns2.acme.test'],
      'ns2.acme.test A': ['192.0.2.53'],
      'ns2.acme.test AAAA': 'nodata',
    },
    servers: { '192.0.2.53': right },
  });
  assert.equal(asked.length, 9);
  assert.deepEqual(
    seen.servers.map((each) => each.asked.length),
    [1, 1],
  );
});

test('a name that is no zone of its own has no servers, an alias to a zone neither', async () => {
  const { seen } = await observe({
    dns: { 'acme.test NS': 'nodata' },
    delegation: NO_ZONE.delegation,
    servers: {},
  });
  assert.deepEqual(seen, NO_ZONE);
  const alias = { state: 'present', records: ['ns1.other.test'], aliases: ['other.test'] } as const;
  const aliased = await observe({ dns: { 'acme.test NS': alias }, servers: {} });
  assert.deepEqual(aliased.seen.NS, { state: 'absent', reason: 'nodata' });
});

test('a server without an address is asked nothing, and looked at for an alias', async () => {
  const { seen, asked } = await observe({
    dns: {
      'acme.test NS': ['ns.gone.test'],
      'ns.gone.test A': 'nxdomain',
      'ns.gone.test AAAA': 'nxdomain',
      'ns.gone.test CNAME': ['gone.test'],
    },
    servers: {},
  });
  assert.deepEqual(seen.servers[0]?.CNAME, { state: 'present', records: ['gone.test'] });
  assert.deepEqual(asked, []);
});

test('a primary that is none of the servers is looked at for an alias', async () => {
  const hidden: Server = (question) =>
    question.type === 'SOA' && question.name === 'acme.test'
      ? answered({ answers: [record('SOA', { ...SOA, mname: 'hidden.acme.test' })] })
      : right(question);
  const { seen } = await observe({
    dns: { ...ONE, 'hidden.acme.test CNAME': 'nodata' },
    servers: { '192.0.2.53': hidden },
  });
  assert.deepEqual(seen.primaries, [
    { name: 'hidden.acme.test', CNAME: { state: 'absent', reason: 'nodata' } },
  ]);
});

test('a swarm of servers and addresses is cut', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `ns${index}.acme.test`);
  const many = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  const dns = Object.fromEntries(
    names.flatMap((name) => [[`${name} A`, many], [`${name} AAAA`, 'nodata'] as const]),
  );
  const servers = Object.fromEntries(many.map((address) => [address, right]));
  const { seen, asked } = await observe({
    dns: { ...dns, 'acme.test NS': [...names, 'not a name'] },
    servers,
  });
  assert.equal(seen.servers.length, 13);
  assert.equal(asked.length, 2 * 9);
});

test('only the target is looked at', () => {
  const of = (name: string) => nameServers.only?.({ kind: 'FQDN', name, attributes: {} }, target);
  assert.equal(of('acme.test'), true);
  assert.equal(of('www.acme.test'), false);
});
