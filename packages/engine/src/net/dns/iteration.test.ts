import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsType } from '../../protocols/dns-answer.ts';
import { a, cname, reply, type Say, soa } from '../testing/dns-server.ts';
import { ns, ROOT, serves, startInternet } from '../testing/internet.ts';

const root = serves('', [
  ns('test', 'ns.registry.test'),
  a('ns.registry.test', '198.51.100.5'),
  ns('other', 'ns.registry.test'),
]);
const registry: Say = (asked) => {
  const isOther = asked.key === 'other' || asked.key.endsWith('.other');
  return isOther
    ? serves('other', [ns('host.other', 'ns.host.other'), a('ns.host.other', '192.0.2.3')])(asked)
    : serves('test', [
        ns('acme.test', 'ns1.acme.test'),
        ns('acme.test', 'ns2.acme.test'),
        a('ns1.acme.test', '192.0.2.1'),
        a('ns2.acme.test', '192.0.2.2'),
        ns('unglued.test', 'ns.host.other'),
        ns('circle.test', 'ns.ring.test'),
        ns('ring.test', 'ns.circle.test'),
        ns('poisoned.test', 'ns.host.other'),
        a('ns.host.other', '192.0.2.66'),
      ])(asked);
};
const acme = serves('acme.test', [
  a('www.acme.test', '192.0.2.10'),
  cname('alias.acme.test', 'www.host.other'),
  a('ns1.acme.test', '192.0.2.1'),
]);
const host: Say = (asked) =>
  asked.key.endsWith('unglued.test')
    ? serves('unglued.test', [a('www.unglued.test', '192.0.2.11')])(asked)
    : serves('host.other', [a('ns.host.other', '192.0.2.3'), a('www.host.other', '192.0.2.12')])(asked);
const usual = {
  [ROOT.address]: root,
  '198.51.100.5': registry,
  '192.0.2.1': acme,
  '192.0.2.2': acme,
  '192.0.2.3': host,
  '192.0.2.66': () => assert.fail('the word of a stranger about an address was believed'),
};

async function resolve(name: string, type: DnsType = 'A', written: Record<string, Say> = {}) {
  await using internet = await startInternet({ ...usual, ...written });
  return { answer: await internet.net.resolve(name, type), queries: internet.session.queries() };
}

test('goes down from the root to the answer', async () => {
  const { answer, queries } = await resolve('www.acme.test');
  assert.deepEqual(answer, { state: 'present', records: ['192.0.2.10'], ttl: 60 });
  assert.equal(queries, 3);
});

test('follows aliases to other zones, and finds servers that the referral does not tell', async () => {
  const alias = await resolve('alias.acme.test');
  assert.deepEqual(alias.answer.state === 'present' && alias.answer.records, ['192.0.2.12']);
  const unglued = await resolve('www.unglued.test');
  assert.deepEqual(unglued.answer.state === 'present' && unglued.answer.records, ['192.0.2.11']);
});

test('absence is the zone\u2019s own word', async () => {
  assert.deepEqual((await resolve('gone.acme.test')).answer, { state: 'absent', reason: 'nxdomain' });
  assert.deepEqual((await resolve('www.acme.test', 'MX')).answer, { state: 'absent', reason: 'nodata' });
});

test('one silent or lame server is made good by the other', async () => {
  for (const say of [() => null, (q) => reply(q, [], { rcode: 5 }), (q) => reply(q)] satisfies Say[]) {
    const { answer } = await resolve('www.acme.test', 'A', { '192.0.2.1': say });
    assert.equal(answer.state, 'present');
  }
});

test('when all servers are silent or lame the answer is unknown, and says who was asked', async () => {
  const { answer } = await resolve('www.acme.test', 'A', {
    '192.0.2.1': () => null,
    '192.0.2.2': () => null,
  });
  assert.ok(answer.state === 'unknown' && answer.reason === 'timeout');
  assert.match(answer.detail ?? '', /127\.0\.0\.1 port \d+: .*127\.0\.0\.1 port \d+: /);
  const upward: Say = (q) => reply(q, [], { recursion: false, authorities: [ns('', 'a.root')] });
  const lame = await resolve('www.acme.test', 'A', { '192.0.2.1': upward, '192.0.2.2': upward });
  assert.equal(lame.answer.state, 'unknown');
});

test('servers named in a circle, and referrals without end, come to an end', async () => {
  const circle = await resolve('www.circle.test');
  assert.equal(circle.answer.state === 'unknown' && circle.answer.reason, 'unreachable');
  assert.ok(circle.queries < 100, `${circle.queries}`);
  const name = `${'a.'.repeat(60)}acme.test`;
  let depth = 2;
  const endless: Say = (q) => {
    depth += 1;
    const zone = name.split('.').slice(-depth).join('.');
    return reply(q, [], {
      recursion: false,
      authorities: [ns(zone, 'ns1.acme.test')],
      additionals: [a('ns1.acme.test', '192.0.2.1')],
    });
  };
  const long = await resolve(name, 'A', { '192.0.2.1': endless, '192.0.2.2': () => null });
  assert.equal(long.answer.state, 'unknown');
  assert.ok(long.queries < 200, `${long.queries}`);
});

test('what is walked once is not walked again', async () => {
  await using internet = await startInternet(usual);
  for (const name of ['www.acme.test', 'gone.acme.test', 'alias.acme.test']) {
    await internet.net.resolve(name, 'A');
  }
  assert.equal(
    internet.servers.get('198.51.100.5')?.asked.filter(({ key }) => key.endsWith('acme.test')).length,
    1,
  );
});

test('a recursive resolver that gives no answer is made good by iteration', async () => {
  const broken: Say = (q) => reply(q, [], { rcode: 2, authorities: [soa('test')] });
  await using resolver = await startInternet({ '192.0.2.53': broken });
  const at = resolver.servers.get('192.0.2.53')?.at ?? '';
  await using internet = await startInternet(usual, { resolvers: [at, 'iterative'] });
  assert.equal((await internet.net.resolve('www.acme.test', 'A')).state, 'present');
  await using alone = await startInternet(usual, { resolvers: [at] });
  assert.equal((await alone.net.resolve('www.acme.test', 'A')).state, 'unknown');
});

test('a question for DS is answered above the cut, and not at all by the zone itself', async () => {
  await using internet = await startInternet(usual);
  await internet.net.resolve('www.acme.test', 'A');
  assert.deepEqual(await internet.net.resolve('acme.test', 'DS'), { state: 'absent', reason: 'nodata' });
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    assert.ok(internet.servers.get(address)?.asked.every(({ type }) => type !== 'DS'));
  }
});
