import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BulkAnswer, ManyOptions, NetSession } from '../../net.ts';
import { createSession } from '../session.ts';
import { a, cname, reply, type Say, startDnsServer, zone } from '../testing/dns-server.ts';
import { ns, ROOT, serves, startInternet } from '../testing/internet.ts';
import { startLab } from '../testing/session.ts';

const hits = zone({ 'www.acme.test': ['192.0.2.1'], 'api.acme.test': ['192.0.2.2'] });
const acme: Say = (asked) =>
  asked.key === 'gone.acme.test'
    ? reply(asked, [cname('gone.acme.test', 'cloud.test')], { rcode: 3 })
    : hits(asked);
const NAMES = ['www.acme.test', 'api.acme.test', 'gone.acme.test', 'no.acme.test', 'no name'];
const EXPECTED = {
  'www.acme.test': '192.0.2.1',
  'api.acme.test': '192.0.2.2',
  'gone.acme.test': 'cloud.test',
  'no.acme.test': 'nxdomain',
  'no name': 'malformed',
};

const short = (answer: BulkAnswer<'A'>) =>
  answer.state === 'present' ? [...answer.aliases, ...answer.records].join(' ') : answer.reason;

async function collect(session: NetSession, names: Iterable<string> = NAMES, options: ManyOptions = {}) {
  const found: Record<string, string> = {};
  for await (const { name, answer } of session.resolveMany(names, options)) {
    assert.ok(!(name in found), `${name} twice`);
    found[name] = short(answer);
  }
  return found;
}

test('many names through the resolvers of the session, counted on an account of their own', async () => {
  await using lab = await startLab({}, { say: acme, queryBudget: 0 });
  assert.deepEqual(await collect(lab.session, NAMES, { wildcards: false }), EXPECTED);
  assert.equal(lab.session.queries(), 4);
  const starved = await lab.net.resolve('www.acme.test', 'A');
  assert.equal(starved.state === 'unknown' && starved.reason, 'budget');
});

test('when the account is spent each further name is unknown, and none is absent', async () => {
  await using lab = await startLab({}, { say: acme, bulkBudget: 2 });
  const names = Array.from({ length: 300 }, (_, index) => `n${index}.acme.test`);
  const found = Object.values(await collect(lab.session, names));
  assert.equal(found.length, 300);
  assert.ok(found.filter((word) => word === 'nxdomain').length <= 2);
  assert.ok(found.filter((word) => word === 'budget').length >= 298);
  assert.equal(lab.session.queries(), 2);
  assert.equal((await lab.net.resolve('www.acme.test', 'A')).state, 'present');
});

test('a wildcard is told from a hit', async () => {
  const say: Say = (asked) => acme(asked.key.startsWith('www.') ? asked : { ...asked, key: 'api.acme.test' });
  const wild: Say = (asked) =>
    asked.key === 'www.acme.test' ? say(asked) : reply(asked, [a(asked.key, '192.0.2.9')]);
  await using lab = await startLab({}, { say: wild });
  const verdicts: Record<string, string> = {};
  for await (const { name, answer } of lab.session.resolveMany(['www.acme.test', 'x.acme.test'])) {
    assert.ok(answer.state === 'present');
    verdicts[name] = answer.wildcard;
  }
  assert.deepEqual(verdicts, { 'www.acme.test': 'no', 'x.acme.test': 'yes' });
});

test('other resolvers share the work, and nothing of what they invent is believed', async () => {
  await using liar = await startDnsServer((asked) => reply(asked, [a(asked.key, '192.0.2.66')]));
  await using lab = await startLab({}, { say: acme, bulkResolvers: [liar.at] });
  assert.deepEqual(await collect(lab.session, NAMES, { wildcards: false }), EXPECTED);
  assert.ok(liar.asked.length > 0);
  assert.throws(() => createSession({ bulkResolvers: ['tls://192.0.2.1'] }), /Not a resolver of plain DNS/);
});

const root = serves('', [ns('test', 'ns.test'), a('ns.test', '192.0.2.1')]);
const registry = serves('test', [
  a('www.acme.test', '192.0.2.1'),
  a('api.acme.test', '192.0.2.2'),
  cname('gone.acme.test', 'cloud.test'),
]);

test('without a resolver of plain DNS each name goes down from the root, with the same results', async () => {
  await using internet = await startInternet({ [ROOT.address]: root, '192.0.2.1': registry });
  assert.deepEqual(await collect(internet.session), EXPECTED);
  async function* stream() {
    yield* NAMES;
  }
  const found: string[] = [];
  for await (const { name } of internet.session.resolveMany(stream(), { wildcards: false })) found.push(name);
  assert.deepEqual(found.toSorted(), NAMES.toSorted());
});

test('a wildcard is told from a hit there too, and the budget holds', async () => {
  const wild: Say = (asked) => reply(asked, [a(asked.key, '192.0.2.9')], { authoritative: true });
  const written = { [ROOT.address]: root, '192.0.2.1': wild };
  await using internet = await startInternet(written);
  for await (const { answer } of internet.session.resolveMany(['x.acme.test'])) {
    assert.equal(answer.state === 'present' && answer.wildcard, 'yes');
  }
  await using poor = await startInternet(written, { bulkBudget: 3 });
  const names = Array.from({ length: 70 }, (_, index) => `n${index}.acme.test`);
  const found = Object.values(await collect(poor.session, names, { wildcards: false }));
  assert.equal(found.length, 70);
  assert.ok(found.filter((word) => word === 'budget').length >= 67);
  assert.equal(poor.session.queries(), 3);
});

for (const kind of ['plain', 'iterative'] as const) {
  const start = async (say: Say) =>
    kind === 'plain' ? await startLab({}, { say }) : await startInternet({ [ROOT.address]: say });

  test(`${kind}: the caller's signal and the end of the session cancel what is under way`, async () => {
    await using lab = await start(() => null);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    const canceled = await collect(lab.session, NAMES.slice(0, 4), { signal: stop.signal });
    assert.deepEqual([...new Set(Object.values(canceled))], ['canceled']);
    setTimeout(() => void lab.session.close(), 30);
    assert.deepEqual(
      [...new Set(Object.values(await collect(lab.session, NAMES.slice(0, 4))))],
      ['canceled'],
    );
    assert.deepEqual(await collect(lab.session), {});
  });

  test(`${kind}: a reader that leaves ends the reading of the input`, async () => {
    await using lab = await start(acme);
    let taken = 0;
    function* endless() {
      for (;;) yield `n${taken++}.acme.test`;
    }
    for await (const _ of lab.session.resolveMany(endless(), { wildcards: false })) break;
    const before = taken;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(taken, before);
  });

  test(`${kind}: what the input throws reaches the reader`, async () => {
    await using lab = await start(acme);
    function* broken() {
      yield 'www.acme.test';
      throw new Error('the list is broken');
    }
    await assert.rejects(collect(lab.session, broken()), /the list is broken/);
  });
}
