import assert from 'node:assert/strict';
import { test } from 'node:test';
import { internet, type Setup } from '../../test/dnssec-internet.ts';
import { netThat } from '../../test/refusing-net.ts';
import { nsecWalk } from './nsec-walk.ts';

const zone = { kind: 'FQDN', name: 'a.test', attributes: {} } as const;
const target = { name: 'a.test', registrable: 'a.test' };

async function walk(setup: Setup = {}) {
  const { query, asked } = internet(setup);
  const seen = await nsecWalk.observe(zone, netThat({ signed: query }), target);
  assert.deepEqual(nsecWalk.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked };
}

test('the names of a zone are told in the order of the chain', async () => {
  const { seen } = await walk({ zone: { records: ['www 60 A 192.0.2.1', 'b.x 60 A 192.0.2.1'] } });
  assert.deepEqual(seen, { state: 'present', names: ['www.a.test', 'b.x.a.test'], complete: true });
  assert.ok(seen.state === 'present');
  assert.deepEqual(
    [...(nsecWalk.reveals?.(seen, zone, target) ?? [])].map(({ name }) => name),
    ['www.a.test', 'b.x.a.test'],
  );
});

test('a zone of hashed names tells none', async () => {
  assert.deepEqual((await walk({ zone: { denial: {} } })).seen, { state: 'absent' });
});

test('silence at first is unknown, later it ends the list', async () => {
  const silent = (question: string): Setup => ({
    zone: { records: ['b 60 A 192.0.2.1', 'c 60 A 192.0.2.1'] },
    spoil: (asked) => (asked === question ? { state: 'unknown', reason: 'timeout' } : undefined),
  });
  assert.equal((await walk(silent('a.test. NSEC'))).seen.state, 'unknown');
  assert.deepEqual((await walk(silent('b.a.test. NSEC'))).seen, {
    state: 'present',
    names: ['b.a.test'],
    complete: false,
  });
});

test('a long chain is followed for a while', async () => {
  const records = Array.from({ length: 1_100 }, (_, index) => `h${index} 60 A 192.0.2.1`);
  const { seen, asked } = await walk({ zone: { records } });
  assert.ok(seen.state === 'present' && !seen.complete && seen.names.length === 1_000);
  assert.equal(asked.length, 1_000);
});

test('only the target is walked, in deep scans', () => {
  assert.equal(nsecWalk.intrusiveness, 'intrusive');
  assert.equal(nsecWalk.only?.({ ...zone, name: 'www.a.test' }, target), false);
});
