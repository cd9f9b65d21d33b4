import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import { a, cname, reply, type Say, startDnsServer, zone } from '../../testing/dns-server.ts';
import { closedPort } from '../../testing/server.ts';
import { type BulkAnswer, type BulkOptions, resolveMany } from './resolve-many.ts';

const QUICK = { timeoutMs: 100, patienceMs: 10_000, wildcards: false };
const at = (port: number) => ({ host: '127.0.0.1', port });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.acme.test`);

async function collect(
  names: Iterable<string> | AsyncIterable<string>,
  options: Omit<BulkOptions<'A'>, 'type'>,
): Promise<Map<string, BulkAnswer<'A'>>> {
  const found = new Map<string, BulkAnswer<'A'>>();
  for await (const { name, answer } of resolveMany(names, { ...QUICK, ...options })) {
    assert.ok(!found.has(name), `${name} twice`);
    found.set(name, answer);
  }
  return found;
}

const short = (answer: BulkAnswer<'A'> | undefined) =>
  answer?.state === 'present' ? [...answer.aliases, ...answer.records].join(' ') : answer?.reason;

test('every name has its answer: there, an alias, nothing of the type, no such name', async () => {
  const say: Say = (asked) => {
    if (asked.key === 'alias.acme.test')
      return reply(asked, [cname('alias.acme.test', 'www.acme.test'), a('www.acme.test', '192.0.2.1')]);
    if (asked.key === 'dangling.acme.test')
      return reply(asked, [cname('dangling.acme.test', 'gone.test')], { rcode: 3 });
    if (asked.key === 'mail.acme.test') return reply(asked);
    return zone({ 'www.acme.test': ['192.0.2.1'] })(asked);
  };
  await using server = await startDnsServer(say);
  const names = ['WWW.acme.test.', 'alias.acme.test', 'dangling.acme.test', 'mail.acme.test', 'no.acme.test'];
  const found = await collect([...names, 'no name', ''], { resolvers: [at(server.port)] });
  assert.deepEqual(Object.fromEntries([...found].map(([name, answer]) => [name, short(answer)])), {
    'WWW.acme.test.': '192.0.2.1',
    'alias.acme.test': 'www.acme.test 192.0.2.1',
    'dangling.acme.test': 'gone.test',
    'mail.acme.test': 'nodata',
    'no.acme.test': 'nxdomain',
    'no name': 'malformed',
    '': 'malformed',
  });
});

test('a stream of names is read like a list', async () => {
  await using server = await startDnsServer(zone({ 'n7.acme.test': ['192.0.2.7'] }));
  async function* names() {
    yield* numbered(3_000);
  }
  const found = await collect(names(), { resolvers: [at(server.port)] });
  assert.equal(found.size, 3_000);
  assert.equal([...found.values()].filter(({ state }) => state === 'absent').length, 2_999);
  assert.equal(short(found.get('n7.acme.test')), '192.0.2.7');
});

test('lost questions are asked again until each has its answer', async () => {
  const asked = new Map<string, number>();
  const whole = zone({ 'n9.acme.test': ['192.0.2.9'] });
  await using server = await startDnsServer((each) => {
    const count = (asked.get(each.key) ?? 0) + 1;
    asked.set(each.key, count);
    // One name in forty is lost three times, one in ten once.
    const number = Number(/[0-9]+/.exec(each.key)?.[0]);
    const lost = number % 40 === 9 ? 3 : number % 10 === 0 ? 1 : 0;
    return count <= lost ? null : whole(each);
  });
  const found = await collect(numbered(400), { resolvers: [at(server.port)] });
  assert.equal(found.size, 400);
  assert.equal([...found.values()].filter(({ state }) => state === 'absent').length, 399);
  assert.equal(short(found.get('n9.acme.test')), '192.0.2.9');
});

test('what never gets an answer is unknown, never absent', async () => {
  await using server = await startDnsServer((asked) => (asked.key.startsWith('n1.') ? null : reply(asked)));
  const found = await collect(numbered(3), { resolvers: [at(server.port)], tries: 2 });
  assert.deepEqual(
    numbered(3).map((name) => short(found.get(name))),
    ['nodata', 'timeout', 'nodata'],
  );
});

test('names are unknown soon when no resolver answers at all', async () => {
  await using server = await startDnsServer(() => null);
  const found = await collect(numbered(5_000), {
    resolvers: [at(server.port)],
    tries: 100,
    patienceMs: 150,
    open: 64,
  });
  assert.equal(found.size, 5_000);
  assert.deepEqual([...new Set([...found.values()].map(short))], ['timeout']);
});

test('where nothing listens all is unreachable', async () => {
  const port = await closedPort(createServer());
  const found = await collect(numbered(3), { resolvers: [at(port)], tries: 2 });
  assert.deepEqual([...found.values()].map(short), ['unreachable', 'unreachable', 'unreachable']);
  const none = await collect(numbered(3), { resolvers: [] });
  assert.deepEqual([...none.values()].map(short), ['unreachable', 'unreachable', 'unreachable']);
});

test('a truncated answer is fetched over TCP; without TCP it is unknown', async () => {
  const many = Array.from({ length: 60 }, (_, index) => a('n0.acme.test', `192.0.2.${index}`));
  const say: Say = (asked) =>
    asked.transport === 'udp' ? reply(asked, [], { truncated: true }) : reply(asked, many);
  await using server = await startDnsServer(say);
  const found = await collect(numbered(1), { resolvers: [at(server.port)] });
  const answer = found.get('n0.acme.test');
  assert.equal(answer?.state === 'present' && answer.records.length, 60);
  await using udpOnly = await startDnsServer(say, { tcp: false });
  const cut = await collect(numbered(1), { resolvers: [at(udpOnly.port)] });
  assert.equal(short(cut.get('n0.acme.test')), 'truncated');
});

test('a server that fails is left for one that answers', async () => {
  for (const rcode of [2, 5]) {
    await using broken = await startDnsServer((asked) => reply(asked, [], { rcode }));
    await using good = await startDnsServer(zone({}));
    const found = await collect(numbered(2_000), { resolvers: [at(broken.port), at(good.port)] });
    assert.deepEqual([...new Set([...found.values()].map(short))], ['nxdomain']);
    assert.equal(found.size, 2_000);
    assert.ok(broken.asked.length < 500, `${broken.asked.length} asked of the broken one`);
  }
});

test('a server that fails for all is believed to fail', async () => {
  await using server = await startDnsServer((asked) => reply(asked, [], { rcode: 2 }));
  const found = await collect(numbered(100), { resolvers: [at(server.port)] });
  assert.deepEqual([...new Set([...found.values()].map(short))], ['servfail']);
  assert.equal(server.asked.length, 300);
});

test('a server that falls silent is left for one that answers', async () => {
  await using silent = await startDnsServer(() => null);
  await using good = await startDnsServer(zone({}));
  const found = await collect(numbered(2_000), { resolvers: [at(silent.port), at(good.port)] });
  assert.deepEqual([...new Set([...found.values()].map(short))], ['nxdomain']);
  assert.ok(silent.asked.length < 500, `${silent.asked.length} asked of the silent one`);
});

test('a slow server is waited for', async () => {
  const slow = createSocket('udp4');
  let asked = 0;
  slow.on('message', (bytes, from) => {
    asked += 1;
    const { id = 0, questions = [] } = dnsPacket.decode(bytes);
    const answer = dnsPacket.encode({ type: 'response', id, flags: 0x80 | 3, questions });
    setTimeout(() => slow.send(answer, from.port, from.address), 120);
  });
  slow.bind(0, '127.0.0.1');
  await once(slow, 'listening');
  const found = await collect(numbered(100), { resolvers: [at(slow.address().port)], timeoutMs: 5_000 });
  slow.close();
  assert.deepEqual([...new Set([...found.values()].map(short))], ['nxdomain']);
  assert.equal(asked, 100);
});

test('answers to other ids and questions, queries and nonsense are passed over', async () => {
  await using server = await startDnsServer((asked) => {
    const evil = reply(asked, [a(asked.key, '192.0.2.66')]);
    const right = reply(asked, [a(asked.key, '192.0.2.1')]);
    return [
      { ...evil, id: ((asked.query.id ?? 0) + 1) & 0xffff },
      { ...evil, questions: [{ type: 'A', name: 'evil.test' }] },
      { ...evil, questions: [{ type: 'AAAA', name: asked.name }] },
      { ...evil, type: 'query' },
      Buffer.from('nonsense'),
      right,
    ];
  });
  const found = await collect(numbered(50), { resolvers: [at(server.port)] });
  assert.deepEqual([...new Set([...found.values()].map(short))], ['192.0.2.1']);
});

test('a server that does not keep the case is asked in lower case', async () => {
  await using server = await startDnsServer((asked) =>
    reply({ ...asked, query: { ...asked.query, questions: [{ type: 'A', name: asked.key }] } }, [
      a(asked.key, '192.0.2.1'),
    ]),
  );
  const found = await collect(numbered(200), { resolvers: [at(server.port)] });
  assert.deepEqual([...new Set([...found.values()].map(short))], ['192.0.2.1']);
});

test('questions come from several ports, which change', async () => {
  await using server = await startDnsServer(zone({}));
  await collect(numbered(400), { resolvers: [at(server.port)], ports: 2, questionsPerPort: 20 });
  const ports = new Set(server.asked.map(({ fromPort }) => fromPort));
  assert.ok(ports.size > 4, `${ports.size} ports`);
});

test('the signal ends it: names under way are canceled, the input is let go', async () => {
  await using server = await startDnsServer(() => null);
  const stop = new AbortController();
  let made = 0;
  let released = false;
  function* names() {
    try {
      for (;;) yield `n${made++}.acme.test`;
    } finally {
      released = true;
    }
  }
  setTimeout(() => stop.abort(), 30);
  const found = await collect(names(), { resolvers: [at(server.port)], signal: stop.signal });
  assert.equal(found.size, made);
  assert.ok(made > 0);
  assert.deepEqual([...new Set([...found.values()].map(short))], ['canceled']);
  assert.equal(released, true);
  const late = await collect(names(), { resolvers: [at(server.port)], signal: AbortSignal.abort() });
  assert.equal(late.size, 0);
});

test('no more names are taken than the reader leaves room for', async () => {
  await using server = await startDnsServer(zone({}));
  let made = 0;
  function* names() {
    for (;;) yield `n${made++}.acme.test`;
  }
  let read = 0;
  for await (const _ of resolveMany(names(), { ...QUICK, resolvers: [at(server.port)], open: 100 })) {
    read += 1;
    if (read % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(made <= read + 100, `${made} taken, ${read} read`);
    if (read === 500) break;
  }
});

test('what the input throws reaches the reader', async () => {
  await using server = await startDnsServer(zone({}));
  function* names() {
    yield 'a.test';
    throw new Error('the list is broken');
  }
  await assert.rejects(collect(names(), { resolvers: [at(server.port)] }), /the list is broken/);
});
