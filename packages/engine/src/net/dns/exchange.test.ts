import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import dnsPacket, { type Answer } from 'dns-packet';
import type { ServerExchange, ServerQuestion } from '../../net.ts';
import { createSession } from '../session.ts';
import { type Asked, a, ednsOption, reply, type Say, soa, startDnsServer } from '../testing/dns-server.ts';
import { startInternet } from '../testing/internet.ts';
import { closedPort } from '../testing/server.ts';

const server = { name: 'ns1.acme.test', address: '192.0.2.53' };

async function exchange(say: Say, question: Partial<ServerQuestion> = {}) {
  await using world = await startInternet({ [server.address]: say });
  const told = await world.net.exchange(server, { name: 'acme.test', type: 'SOA', ...question });
  return { told, asked: world.servers.get(server.address)?.asked ?? [] };
}

function answered(told: ServerExchange) {
  assert.ok(told.state === 'answered', JSON.stringify(told));
  return told;
}

function optOf({ query }: Asked) {
  const [opt] = query.additionals ?? [];
  return opt?.type === 'OPT' ? opt : null;
}

test('tells every section as it came', async () => {
  const opt: Answer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 4096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0x8000,
    flag_do: true,
    options: [ednsOption(3, Buffer.from('id'))],
  };
  const { told, asked } = await exchange((q) =>
    reply(q, [soa('acme.test')], {
      authoritative: true,
      recursion: false,
      authorities: [{ type: 'NS', name: 'ACME.test', ttl: 9, data: 'NS1.acme.test' }],
      additionals: [
        a('ns1.acme.test', '192.0.2.1'),
        { type: 'UNKNOWN_65280' as 'NULL', name: 'x.test', ttl: 5, data: Buffer.from('x') },
        opt,
      ],
    }),
  );
  const { durationMs, bytes, ...rest } = answered(told);
  assert.ok(durationMs >= 0 && bytes > 100);
  const { data } = soa('acme.test') as { data: unknown };
  assert.deepEqual(rest, {
    state: 'answered',
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    sameCase: true,
    edns: { version: 0, udpPayload: 4096, dnssecOk: true, options: [3] },
    answers: [{ owner: 'acme.test', ttl: 300, type: 'SOA', value: data }],
    authority: [{ owner: 'acme.test', ttl: 9, type: 'NS', value: 'ns1.acme.test' }],
    additional: [
      { owner: 'ns1.acme.test', ttl: 60, type: 'A', value: '192.0.2.1' },
      { owner: 'x.test', ttl: 5, type: 'TYPE65280', value: null },
    ],
  });
  assert.equal(asked.length, 1);
});

test('asks as it is told to: version, DO, size and options of EDNS, recursion, class, transport', async () => {
  const plain = await exchange((q) => reply(q), { edns: null, transport: 'tcp', recursion: true });
  assert.equal(plain.asked[0] && optOf(plain.asked[0]), null);
  assert.equal(plain.asked[0]?.transport, 'tcp');
  assert.equal(plain.asked[0]?.query.flag_rd, true);
  const edns = { version: 1, dnssecOk: true, udpPayload: 512, options: [65_001, 10] };
  const strange = await exchange((q) => reply(q), { edns, type: 65_280 });
  const opt = strange.asked[0] && optOf(strange.asked[0]);
  assert.ok(opt);
  assert.deepEqual([opt.ednsVersion, opt.flag_do, opt.udpPayloadSize], [1, true, 512]);
  assert.deepEqual(
    opt.options.map(({ code, data }) => [code, data?.length]),
    [
      [65_001, 0],
      [10, 8],
    ],
  );
  assert.equal(strange.asked[0]?.type, 'UNKNOWN_65280');
  assert.equal(strange.asked[0]?.query.flag_rd, false);
  const chaos = await exchange(
    (q) => reply(q, [{ type: 'TXT', name: 'version.bind', class: 'CH', ttl: 0, data: '9.18' }]),
    { name: 'version.bind', type: 'TXT', class: 'CH' },
  );
  assert.equal(chaos.asked[0]?.query.questions?.[0]?.class, 'CH');
  assert.deepEqual(answered(chaos.told).answers, [
    { owner: 'version.bind', ttl: 0, type: 'TXT', value: '9.18' },
  ]);
});

test('errors, truncation and another case are told as they came, without a further question', async () => {
  for (const [say, expected] of [
    [(q) => reply(q, [], { rcode: 1 }), { rcode: 'FORMERR', truncated: false, sameCase: true }],
    [(q) => reply(q, [], { truncated: true }), { rcode: 'NOERROR', truncated: true, sameCase: true }],
    [
      (q) => ({ ...reply(q, [], { rcode: 5 }), questions: [{ type: 'SOA', name: flipped(q.name) }] }),
      { rcode: 'REFUSED', truncated: false, sameCase: false },
    ],
  ] satisfies [Say, object][]) {
    const { told, asked } = await exchange(say);
    const { rcode, truncated, sameCase } = answered(told);
    assert.deepEqual({ rcode, truncated, sameCase }, expected);
    assert.equal(asked.length, 1);
  }
});

function flipped(name: string): string {
  return name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
}

test('silence is a time-out after the same message has been sent once more', async () => {
  const { told, asked } = await exchange(() => null);
  assert.equal(told.state === 'unknown' && told.reason, 'timeout');
  assert.equal(asked.length, 2);
  assert.equal(asked[0]?.query.id, asked[1]?.query.id);
});

test('nonsense is malformed, a name that cannot be asked for too', async () => {
  const nonsense = await exchange((q) =>
    dnsPacket.encode(reply(q, [a('x.test', '192.0.2.1')])).subarray(0, -2),
  );
  assert.equal(nonsense.told.state === 'unknown' && nonsense.told.reason, 'malformed');
  const { told, asked } = await exchange((q) => reply(q), { name: 'a..test' });
  assert.equal(told.state === 'unknown' && told.reason, 'malformed');
  assert.equal(asked.length, 0);
});

test('a port that refuses is told from one that is silent, over UDP and TCP', async () => {
  const port = await closedPort(createServer());
  const routes = [{ address: server.address, port: 53, to: { host: '127.0.0.1', port } }];
  const session = createSession({ routes });
  const net = session.within(new AbortController().signal);
  for (const transport of ['udp', 'tcp'] as const) {
    const told = await net.exchange(server, { name: 'acme.test', type: 'SOA', transport });
    assert.deepEqual(told, { state: 'absent', reason: 'connection-refused' }, transport);
  }
  const elsewhere = { name: 'ns', address: '192.0.2.99' };
  assert.deepEqual(await net.exchange(elsewhere, { name: 'acme.test', type: 'SOA' }), {
    state: 'absent',
    reason: 'connection-refused',
  });
  const barred = await net.exchange({ name: 'ns', address: '127.0.0.1' }, { name: 'acme.test', type: 'SOA' });
  assert.equal(barred.state === 'unknown' && barred.reason, 'blocked');
  await session.close();
});

test('a connection that ends without an answer is unknown', async () => {
  await using world = await startDnsServer((q) => reply(q), { tcp: false });
  const tcp = createServer((socket) => socket.end());
  tcp.listen(0, '127.0.0.1');
  await new Promise((resolve) => tcp.once('listening', resolve));
  const { port } = tcp.address() as { port: number };
  const routes = [{ address: server.address, port: 53, to: { host: '127.0.0.1', port } }];
  const session = createSession({ routes, resolvers: [world.at] });
  const net = session.within(new AbortController().signal);
  const told = await net.exchange(server, { name: 'acme.test', type: 'SOA', transport: 'tcp' });
  assert.equal(told.state === 'unknown' && told.reason, 'unreachable');
  await session.close();
  tcp.close();
});
