import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from 'dns-packet';
import type { DnsType } from '../../protocols/dns-answer.ts';
import { clientOf } from '../testing/dns-client.ts';
import { a, cname, reply, type Say, soa, startDnsServer, type TestDnsServer } from '../testing/dns-server.ts';
import { createResolver } from './resolver.ts';
import { parseServer } from './resolver-address.ts';

const never = new AbortController().signal;

function resolverOf(...servers: TestDnsServer[]) {
  return createResolver({
    client: clientOf({ tries: 2 }),
    ranks: [servers.map(({ at }) => parseServer(at))],
    iteration: null,
    signal: never,
  });
}

async function resolve(say: Say, name = 'www.acme.test', type: DnsType = 'A') {
  await using server = await startDnsServer(say);
  const answer = await resolverOf(server)(name, type, never);
  return { answer, asked: server.asked };
}

/** Answers from a list of records: those of the name and type, or the name's alias. */
function from(records: Answer[]): Say {
  return (asked) => {
    const found = records.filter(
      (record) => record.name === asked.key && (record.type === asked.type || record.type === 'CNAME'),
    );
    return reply(asked, found, found.length > 0 ? {} : { rcode: 3, authorities: [soa('acme.test')] });
  };
}

test('asks with recursion, and hands out the records and the smallest TTL', async () => {
  const { answer, asked } = await resolve(
    from([a('www.acme.test', '192.0.2.1', 60), a('www.acme.test', '192.0.2.2', 30)]),
    'WWW.acme.test.',
  );
  assert.deepEqual(answer, { state: 'present', records: ['192.0.2.1', '192.0.2.2'], ttl: 30 });
  assert.equal(asked[0]?.query.flag_rd, true);
});

const OUTCOMES: [string, Say, unknown][] = [
  ['NXDOMAIN is absent', (q) => reply(q, [], { rcode: 3 }), { state: 'absent', reason: 'nxdomain' }],
  ['an empty answer is absent', (q) => reply(q), { state: 'absent', reason: 'nodata' }],
  [
    'a referral of a recursive resolver is an empty answer',
    (q) => reply(q, [], { authorities: [{ type: 'NS', name: 'test', data: 'ns.test', ttl: 1 }] }),
    { state: 'absent', reason: 'nodata' },
  ],
];
for (const [name, say, expected] of OUTCOMES) {
  test(name, async () => assert.deepEqual((await resolve(say)).answer, expected));
}

const UNKNOWNS: [string, Say, string][] = [
  ['SERVFAIL is unknown', (q) => reply(q, [], { rcode: 2 }), 'servfail'],
  ['a code of no known meaning is unknown', (q) => reply(q, [], { rcode: 9 }), 'servfail'],
  ['REFUSED is unknown', (q) => reply(q, [], { rcode: 5 }), 'refused'],
  ['silence is unknown', () => null, 'timeout'],
  [
    'a referral of a server that does not recurse is unknown',
    (q) =>
      reply(q, [], {
        recursion: false,
        authorities: [{ type: 'NS', name: 'test', data: 'ns.test', ttl: 1 }],
      }),
    'refused',
  ],
  ['an alias of itself is unknown', (q) => reply(q, [cname(q.key, q.key)]), 'servfail'],
  [
    'a circle of aliases in one answer is unknown',
    (q) => reply(q, [cname(q.key, 'b.test'), cname('b.test', q.key)]),
    'servfail',
  ],
  [
    'a circle of aliases over several answers is unknown',
    from([cname('www.acme.test', 'b.test'), cname('b.test', 'www.acme.test')]),
    'servfail',
  ],
  ['an endless chain of aliases is unknown', (q) => reply(q, [cname(q.key, `x${q.key}`)]), 'servfail'],
];
for (const [name, say, reason] of UNKNOWNS) {
  test(name, async () => {
    const { answer, asked } = await resolve(say);
    assert.equal(answer.state === 'unknown' && answer.reason, reason, JSON.stringify(answer));
    assert.ok(asked.length <= 14);
  });
}

test('follows aliases inside an answer and names them', async () => {
  const { answer, asked } = await resolve((q) =>
    reply(q, [cname(q.key, 'B.test', 40), cname('b.test', 'c.test', 20), a('c.test', '192.0.2.3', 30)]),
  );
  const expected = { state: 'present', records: ['192.0.2.3'], ttl: 20, aliases: ['b.test', 'c.test'] };
  assert.deepEqual(answer, expected);
  assert.equal(asked.length, 1);
});

test('asks on where the chain is cut', async () => {
  const { answer } = await resolve(
    from([cname('www.acme.test', 'b.test', 50), cname('b.test', 'c.test', 5), a('c.test', '192.0.2.3', 30)]),
  );
  const expected = { state: 'present', records: ['192.0.2.3'], ttl: 5, aliases: ['b.test', 'c.test'] };
  assert.deepEqual(answer, expected);
});

test('a dangling alias is absent by the code of its last name, an alias to nothing by its SOA', async () => {
  const gone = await resolve((q) => reply(q, [cname(q.key, 'gone.test')], { rcode: 3 }));
  assert.deepEqual(gone.answer, { state: 'absent', reason: 'nxdomain', aliases: ['gone.test'] });
  const empty = await resolve((q) => reply(q, [cname(q.key, 'b.test')], { authorities: [soa('test')] }));
  assert.deepEqual(empty.answer, { state: 'absent', reason: 'nodata', aliases: ['b.test'] });
});

test('a question for CNAME is answered by the alias itself', async () => {
  const { answer } = await resolve(from([cname('www.acme.test', 'b.test', 50)]), 'www.acme.test', 'CNAME');
  assert.deepEqual(answer, { state: 'present', records: ['b.test'], ttl: 50 });
});

test('records of other names in the answer are not taken', async () => {
  const { answer } = await resolve((q) =>
    reply(q, [a('evil.test', '192.0.2.66')], { authorities: [soa('test')] }),
  );
  assert.deepEqual(answer, { state: 'absent', reason: 'nodata' });
});

test('names that cannot be asked for are not sent', async () => {
  for (const name of [
    '',
    'a..test',
    `${'x'.repeat(64)}.test`,
    'x.'.repeat(128),
    'b\u00fccher.test',
    'a b.test',
  ]) {
    const { answer, asked } = await resolve(() => null, name);
    assert.equal(answer.state === 'unknown' && answer.reason, 'malformed', name);
    assert.equal(asked.length, 0);
  }
});

test('SERVFAIL of one resolver is made good by another', async () => {
  await using broken = await startDnsServer((q) => reply(q, [], { rcode: 2 }));
  await using sound = await startDnsServer(from([a('www.acme.test', '192.0.2.1')]));
  const answer = await resolverOf(broken, sound)('www.acme.test', 'A', never);
  assert.equal(answer.state, 'present');
});

test('the same question is asked once as long as its TTL runs, and under way', async () => {
  await using server = await startDnsServer(from([a('www.acme.test', '192.0.2.1')]));
  const ask = resolverOf(server);
  const both = await Promise.all([ask('www.acme.test', 'A', never), ask('WWW.ACME.TEST', 'A', never)]);
  assert.deepEqual(both[0], both[1]);
  await ask('www.acme.test.', 'A', never);
  await ask('nowhere.acme.test', 'A', never);
  await ask('nowhere.acme.test', 'A', never);
  assert.deepEqual(
    server.asked.map(({ key }) => key),
    ['www.acme.test', 'nowhere.acme.test'],
  );
});

test('an answer with TTL 0 and an absence without SOA are not remembered', async () => {
  await using server = await startDnsServer((q) =>
    q.key === 'zero.test' ? reply(q, [a(q.key, '192.0.2.1', 0)]) : reply(q),
  );
  const ask = resolverOf(server);
  for (const name of ['zero.test', 'zero.test', 'empty.test', 'empty.test']) await ask(name, 'A', never);
  assert.equal(server.asked.length, 4);
});

test('one who turns away gets canceled at once, who asks the same still gets the answer', async () => {
  const controller = new AbortController();
  let count = 0;
  await using server = await startDnsServer((q) =>
    count++ === 0 ? null : reply(q, [a(q.key, '192.0.2.1')]),
  );
  const ask = resolverOf(server);
  const impatient = ask('www.acme.test', 'A', controller.signal);
  const patient = ask('www.acme.test', 'A', never);
  controller.abort();
  assert.deepEqual(await impatient, { state: 'unknown', reason: 'canceled' });
  assert.equal((await patient).state, 'present');
});

test('resolvers of the next rank are asked only when those before give no answer', async () => {
  await using first = await startDnsServer((q) =>
    q.key === 'b.test' ? null : reply(q, [a(q.key, '192.0.2.1')]),
  );
  await using second = await startDnsServer((q) => reply(q, [a(q.key, '192.0.2.2')]));
  const ranks = [first, second].map(({ at }) => [parseServer(at)]);
  const ask = createResolver({ client: clientOf({ tries: 1 }), ranks, iteration: null, signal: never });
  const told = await Promise.all(['a.test', 'b.test'].map((name) => ask(name, 'A', never)));
  assert.deepEqual(
    told.map((answer) => answer.state === 'present' && answer.records),
    [['192.0.2.1'], ['192.0.2.2']],
  );
  assert.deepEqual(
    second.asked.map(({ key }) => key),
    ['b.test'],
  );
});
