import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import dnsPacket, { type Answer, type Packet } from 'dns-packet';
import type { TransferAnswer } from '../../net.ts';
import type { NetOptions } from '../options.ts';
import { createSession } from '../session.ts';
import { type Asked, a, reply, type Say, soa } from '../testing/dns-server.ts';
import { startInternet } from '../testing/internet.ts';
import { closedPort, listen } from '../testing/server.ts';

const server = { name: 'ns1.acme.test', address: '192.0.2.53' };
const ZONE = soa('acme.test');
const HOSTS = ['www', 'mail', 'vpn'].map((label) => a(`${label}.acme.test`, '192.0.2.1'));

async function transfer(say: Say, options: NetOptions = {}): Promise<TransferAnswer> {
  await using world = await startInternet({ [server.address]: say }, options);
  return await world.net.transfer(server, 'ACME.test.');
}

/** Further messages come without the question (RFC 5936 section 2.2.1). */
function parts(asked: Asked, ...messages: Answer[][]): Packet[] {
  return messages.map((answers, index) => ({
    ...reply(asked, answers, { authoritative: true }),
    ...(index > 0 && { questions: [] }),
  }));
}

test('counts a zone that comes in one message', async () => {
  const told = await transfer((q) => {
    assert.deepEqual([q.transport, q.type, q.key], ['tcp', 'AXFR', 'acme.test']);
    return parts(q, [ZONE, ...HOSTS, a('www.acme.test', '192.0.2.2'), ZONE]);
  });
  assert.deepEqual(told, {
    state: 'present',
    count: 5,
    names: ['acme.test', 'www.acme.test', 'mail.acme.test', 'vpn.acme.test'],
    serial: 1,
  });
});

test('counts a zone that comes in many messages', async () => {
  const told = await transfer((q) => parts(q, [ZONE], ...HOSTS.map((host) => [host]), [], [ZONE]));
  assert.ok(told.state === 'present');
  assert.equal(told.count, 4);
});

test('hashed owners of NSEC3 records and of their signatures count as records, not as names', async () => {
  const hashed = `0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.acme.test`;
  const nsec3: Answer = {
    ...{ type: 'NSEC3', name: hashed, ttl: 300 },
    data: {
      ...{ algorithm: 1, flags: 0, iterations: 0, salt: Buffer.alloc(0) },
      ...{ nextDomain: Buffer.alloc(20, 7), rrtypes: ['A', 'RRSIG'] },
    },
  };
  const signed = (name: string, typeCovered: string): Answer => ({
    ...{ type: 'RRSIG', name, ttl: 300 },
    data: {
      ...{ typeCovered, algorithm: 13, labels: 3, originalTTL: 300, expiration: 2, inception: 1 },
      ...{ keyTag: 1, signersName: 'acme.test', signature: Buffer.alloc(64) },
    },
  });
  const told = await transfer((q) =>
    parts(q, [ZONE, ...HOSTS, signed('www.acme.test', 'A'), nsec3, signed(hashed, 'NSEC3'), ZONE]),
  );
  assert.ok(told.state === 'present');
  assert.equal(told.count, 7);
  assert.deepEqual(told.names, ['acme.test', 'www.acme.test', 'mail.acme.test', 'vpn.acme.test']);
});

for (const [what, say, rcode] of [
  ['REFUSED', (q) => reply(q, [], { rcode: 5 }), 'REFUSED'],
  ['NOTAUTH', (q) => reply(q, [], { rcode: 9 }), 'NOTAUTH'],
  ['an error without the question', (q) => ({ ...reply(q, [], { rcode: 1 }), questions: [] }), 'FORMERR'],
  ['an empty answer', (q) => reply(q), 'NOERROR'],
] satisfies [string, Say, string][]) {
  test(`${what} is no transfer`, async () => {
    assert.deepEqual(await transfer(say), { state: 'refused', rcode });
  });
}

test('a transfer that breaks off after some records has handed them out', async () => {
  const silent = await transfer((q) => parts(q, [ZONE, ...HOSTS]));
  assert.ok(silent.state === 'present' && silent.cut === true);
  assert.equal(silent.count, 4);
  const failing = await transfer((q) => [...parts(q, [ZONE, ...HOSTS]), reply(q, [], { rcode: 2 })]);
  assert.ok(failing.state === 'present' && failing.cut === true);
});

test('a lone SOA record, other records before it, nonsense and silence are unknown', async () => {
  for (const [say, reason] of [
    [(q) => parts(q, [ZONE]), 'timeout'],
    [(q) => parts(q, HOSTS), 'malformed'],
    [() => Buffer.from('nonsense'), 'malformed'],
    [(q) => dnsPacket.encode(reply(q, [ZONE])).subarray(0, -4), 'malformed'],
    [() => null, 'timeout'],
  ] satisfies [Say, string][]) {
    const told = await transfer(say);
    assert.equal(told.state === 'unknown' && told.reason, reason, JSON.stringify(told));
  }
});

test('an endless zone is read to the bound', async () => {
  const told = await transfer(
    (q) => {
      const names = Array.from({ length: 1_500 }, (_, index) => a(`${index}.acme.test`, '192.0.2.1'));
      const [first, next] = parts(q, [ZONE], names).map((packet) => dnsPacket.encode(packet));
      assert.ok(first && next);
      return [first, ...Array.from({ length: 150 }, () => next)];
    },
    { timeouts: { total: 60_000 } },
  );
  assert.ok(told.state === 'present' && told.cut === true, JSON.stringify(told).slice(0, 100));
  assert.equal(told.count, 200_000);
  assert.equal(told.names.length, 1_501);
});

async function atPort(port: number): Promise<TransferAnswer> {
  const routes = [{ address: server.address, port: 53, to: { host: '127.0.0.1', port } }];
  const session = createSession({ routes, timeouts: { connect: 500, total: 500 } });
  try {
    return await session.within(new AbortController().signal).transfer(server, 'acme.test');
  } finally {
    await session.close();
  }
}

test('a port that refuses is absent, a connection that is closed at once unknown', async () => {
  const refused = await atPort(await closedPort(createServer()));
  assert.deepEqual(refused, { state: 'absent', reason: 'connection-refused' });
  await using closing = await listen(createServer((socket: Socket) => socket.end()));
  const closed = await atPort(closing.port);
  assert.equal(closed.state === 'unknown' && closed.reason, 'unreachable');
});

test('an address that the policy refuses is not dialled', async () => {
  await using world = await startInternet({});
  const told = await world.net.transfer({ name: 'ns', address: '127.0.0.1' }, 'acme.test');
  assert.equal(told.state === 'unknown' && told.reason, 'blocked');
  assert.equal(world.session.queries(), 0);
});
