import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import type { Delegation } from '../net.ts';
import { followToDeadEnd, isNowhere, lookUpHost, type Registries, registrationOf } from './dangling.ts';

const OWN = 'acme.test';

/** Registries whose only answer about a cut is the one given; none: nobody may ask. */
function registries(written: Parameters<typeof dnsTable>[0], cut?: Delegation) {
  const { resolve, asked } = dnsTable(written);
  const delegation = async () => {
    if (cut === undefined) throw new Error('nobody wrote down a delegation');
    return cut;
  };
  return { net: { resolve, delegation } satisfies Registries, asked };
}

const free: Delegation = { state: 'absent', parent: 'test', reason: 'nxdomain' };

test('a domain that resolvers find is registered, and nobody else is asked', async () => {
  const { net } = registries({ 'other.test SOA': 'nodata' });
  assert.deepEqual(await registrationOf('www.other.test', OWN, net), {
    domain: 'other.test',
    state: 'registered',
  });
});

test('a domain that its registry denies is free', async () => {
  const { net } = registries({ 'gone.test SOA': 'nxdomain' }, free);
  assert.deepEqual(await registrationOf('a.b.gone.test', OWN, net), { domain: 'gone.test', state: 'free' });
});

for (const [title, cut, state] of [
  [
    'that the registry delegates',
    { state: 'present', zone: 'gone.test', parent: 'test', referrals: [] },
    'registered',
  ],
  ['whose registry keeps silent', { state: 'unknown', reason: 'timeout' }, 'unknown'],
  ['below a top-level name that is none', { state: 'absent', parent: '.', reason: 'nxdomain' }, 'registered'],
  [
    'that the registry has without servers',
    { state: 'absent', parent: 'test', reason: 'nodata' },
    'registered',
  ],
] as const satisfies readonly (readonly [string, Delegation, string])[]) {
  test(`a domain that resolvers do not find, ${title}, is ${state}`, async () => {
    const { net } = registries({ 'gone.test SOA': 'nxdomain' }, cut);
    assert.equal((await registrationOf('gone.test', OWN, net))?.state, state);
  });
}

test('silence about the domain is unknown', async () => {
  const { net } = registries({ 'gone.test SOA': 'timeout' });
  assert.equal((await registrationOf('gone.test', OWN, net))?.state, 'unknown');
});

test('what nobody can register is not asked for', async () => {
  const { net, asked } = registries({});
  for (const name of ['x.acme.test', 'acme.github.io', 'com', 'x.gov', 'city.ca.us.mil', 'a.in-addr.arpa']) {
    assert.equal(await registrationOf(name, OWN, net), null, name);
  }
  assert.deepEqual(asked, []);
});

test('a registry may be several labels deep', async () => {
  const cut: Delegation = { state: 'absent', parent: 'uk', reason: 'nxdomain' };
  const { net } = registries({ 'gone.co.uk SOA': 'nxdomain' }, cut);
  assert.deepEqual(await registrationOf('www.gone.co.uk', OWN, net), { domain: 'gone.co.uk', state: 'free' });
});

test('aliases are followed to where they end', async () => {
  const { net } = registries(
    { 'a.test CNAME': ['b.gone.test'], 'b.gone.test CNAME': 'nxdomain', 'gone.test SOA': 'nxdomain' },
    free,
  );
  assert.deepEqual(await followToDeadEnd('a.test', OWN, net), {
    aliases: ['a.test', 'b.gone.test'],
    registration: { domain: 'gone.test', state: 'free' },
  });
});

test('a circle, a name that exists and silence are no dead end', async () => {
  const circle = registries({ 'a.test CNAME': ['b.test'], 'b.test CNAME': ['a.test'] });
  assert.equal(await followToDeadEnd('a.test', OWN, circle.net), null);
  const existing = registries({ 'a.test CNAME': 'nodata' });
  assert.equal(await followToDeadEnd('a.test', OWN, existing.net), null);
  const silent = registries({ 'a.test CNAME': 'timeout' });
  assert.equal(await followToDeadEnd('a.test', OWN, silent.net), null);
});

test('only a host that does not exist has its domain looked for', async () => {
  const there = registries({ 'mx.other.test A': ['192.0.2.1'], 'mx.other.test AAAA': 'nodata' });
  const host = await lookUpHost('mx.other.test', OWN, there.net);
  assert.equal(host.registration, null);
  assert.equal(isNowhere(host), false);
  const gone = registries(
    { 'mx.gone.test A': 'nxdomain', 'mx.gone.test AAAA': 'nxdomain', 'gone.test SOA': 'nxdomain' },
    free,
  );
  const missing = await lookUpHost('mx.gone.test', OWN, gone.net);
  assert.equal(isNowhere(missing), true);
  assert.equal(missing.registration?.state, 'free');
  const half = registries({ 'mx.gone.test A': 'nxdomain', 'mx.gone.test AAAA': 'timeout' });
  assert.equal(isNowhere(await lookUpHost('mx.gone.test', OWN, half.net)), false);
});
