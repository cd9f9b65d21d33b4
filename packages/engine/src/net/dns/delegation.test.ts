import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from 'dns-packet';
import type { Delegation } from '../../net.ts';
import { a, reply, type Say } from '../testing/dns-server.ts';
import { ns, ROOT, serves, startInternet } from '../testing/internet.ts';

const TEST = ['198.51.100.5', '203.0.113.5'] as const;
const digest = Buffer.from('ab'.repeat(32), 'hex');
const ds: Answer = {
  type: 'DS',
  name: 'acme.test',
  ttl: 300,
  data: { keyTag: 7, algorithm: 13, digestType: 2, digest },
};
const root = serves('', [
  ns('test', 'ns1.registry.test'),
  ns('test', 'ns2.registry.test'),
  a('ns1.registry.test', TEST[0]),
  a('ns2.registry.test', TEST[1]),
]);
const registry = serves('test', [
  ns('test', 'ns1.registry.test'),
  ns('acme.test', 'ns1.acme.test'),
  ns('acme.test', 'ns.elsewhere.test'),
  ds,
  a('ns1.acme.test', '192.0.2.1'),
  ns('plain.test', 'ns1.acme.test'),
  a('deep.empty.test', '192.0.2.9'),
]);

async function ask(zone: string, written: Record<string, Say> = {}) {
  const usual = { [ROOT.address]: root, [TEST[0]]: registry, [TEST[1]]: registry };
  await using internet = await startInternet({ ...usual, ...written });
  return { told: await internet.net.delegation(zone), queries: internet.session.queries() };
}

function statesOf(told: Delegation): string[] {
  assert.ok(told.state === 'present', JSON.stringify(told));
  return told.referrals.map(({ server, answer }) => `${server.address} ${answer.state}`);
}

test('each server of the parent is asked, and tells names, glue and DS', async () => {
  const { told, queries } = await ask('ACME.test.');
  const answer = {
    state: 'referral' as const,
    NS: ['ns1.acme.test', 'ns.elsewhere.test'],
    glue: [{ name: 'ns1.acme.test', address: '192.0.2.1' }],
    DS: [{ keyTag: 7, algorithm: 13, digestType: 2, digest: 'ab'.repeat(32) }],
  };
  assert.deepEqual(told, {
    state: 'present',
    zone: 'acme.test',
    parent: 'test',
    referrals: [
      { server: { name: 'ns1.registry.test', address: TEST[0] }, answer },
      { server: { name: 'ns2.registry.test', address: TEST[1] }, answer },
    ],
  });
  assert.equal(queries, 3);
});

test('the parent of a top-level domain is the root', async () => {
  const { told } = await ask('test');
  assert.ok(told.state === 'present' && told.parent === '.');
  assert.deepEqual(statesOf(told), [`${ROOT.address} referral`]);
});

test('a name inside a zone is no cut, one that does not exist is told apart', async () => {
  assert.deepEqual((await ask('empty.test')).told, { state: 'absent', parent: 'test', reason: 'nodata' });
  assert.deepEqual((await ask('gone.test')).told, { state: 'absent', parent: 'test', reason: 'nxdomain' });
  assert.deepEqual((await ask('deep.gone.test')).told, {
    state: 'absent',
    parent: 'test',
    reason: 'nxdomain',
  });
});

test('a server that is silent, refuses or is unaware says so beside the others', async () => {
  const silent = await ask('acme.test', { [TEST[1]]: () => null });
  assert.deepEqual(statesOf(silent.told), [`${TEST[0]} referral`, `${TEST[1]} unknown`]);
  const unaware = await ask('acme.test', { [TEST[1]]: serves('test', [ns('test', 'ns1.registry.test')]) });
  assert.deepEqual(statesOf(unaware.told), [`${TEST[0]} referral`, `${TEST[1]} nxdomain`]);
});

test('when all servers of the parent are silent the delegation is unknown, and so it is above', async () => {
  const silent: Say = () => null;
  for (const written of [{ [TEST[0]]: silent, [TEST[1]]: silent }, { [ROOT.address]: silent }]) {
    const { told } = await ask('acme.test', written);
    assert.equal(told.state === 'unknown' && told.reason, 'timeout');
  }
  const refusing = await ask('acme.test', { [ROOT.address]: (q) => reply(q, [], { rcode: 5 }) });
  assert.equal(refusing.told.state === 'unknown' && refusing.told.reason, 'refused');
});

test('a server of both sides of the cut answers, and the zone below is entered through it', async () => {
  const both = serves('test', [ns('test', 'ns1.registry.test')]);
  const child: Say = (asked) => {
    if (asked.key !== 'co.test' && !asked.key.endsWith('.co.test')) return both(asked);
    return serves('co.test', [
      ns('co.test', 'ns1.registry.test'),
      ns('acme.co.test', 'ns1.acme.co.test'),
      a('ns1.acme.co.test', '192.0.2.1'),
    ])(asked);
  };
  const own = await ask('co.test', { [TEST[0]]: child, [TEST[1]]: child });
  assert.ok(own.told.state === 'present' && own.told.parent === 'test');
  assert.deepEqual(own.told.referrals[0]?.answer, { state: 'answer', NS: ['ns1.registry.test'] });
  const below = await ask('acme.co.test', { [TEST[0]]: child, [TEST[1]]: child });
  assert.equal(below.told.state === 'present' && below.told.parent, 'co.test');
});

test('the way down to the parent is walked once', async () => {
  await using internet = await startInternet({
    [ROOT.address]: root,
    [TEST[0]]: registry,
    [TEST[1]]: registry,
  });
  await Promise.all(['acme.test', 'plain.test', 'acme.test'].map((zone) => internet.net.delegation(zone)));
  await internet.net.delegation('plain.test');
  assert.equal(internet.servers.get(ROOT.address)?.asked.length, 1);
  assert.equal(internet.session.queries(), 5);
});

test('addresses in private ranges are not asked, whatever a referral says', async () => {
  const evil = serves('', [ns('test', 'ns.test'), a('ns.test', '10.0.0.1')]);
  const { told, queries } = await ask('acme.test', { [ROOT.address]: evil });
  assert.equal(told.state === 'unknown' && told.reason, 'blocked');
  assert.equal(queries, 1);
});

test('the root is delegated by nobody', async () => {
  assert.equal((await ask('.')).told.state, 'unknown');
});
