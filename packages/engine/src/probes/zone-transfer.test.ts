import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { TransferAnswer } from '../net.ts';
import { zoneTransfer } from './zone-transfer.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const REFUSED: TransferAnswer = { state: 'refused', rcode: 'REFUSED' };

async function observe(dns: Parameters<typeof dnsTable>[0], answers: Record<string, TransferAnswer>) {
  const net = netThat({
    resolve: dnsTable(dns).resolve,
    delegation: async () => ({ state: 'unknown', reason: 'timeout' }),
    async transfer({ address }, zone) {
      const answer = answers[`${address} ${zone}`];
      if (answer === undefined) throw new Error(`nobody wrote down the transfer from ${address}`);
      return answer;
    },
  });
  const seen = await zoneTransfer.observe({ kind: 'FQDN', name: 'acme.test', attributes: {} }, net, target);
  assert.deepEqual(zoneTransfer.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return seen;
}

const TWO = {
  'acme.test NS': ['ns1.acme.test', 'ns2.acme.test'],
  'ns1.acme.test A': ['192.0.2.53'],
  'ns1.acme.test AAAA': ['2001:db8::53'],
  'ns2.acme.test A': ['198.51.100.53'],
  'ns2.acme.test AAAA': 'nodata',
} as const;

test('each address is asked once, and what it says is kept', async () => {
  const seen = await observe(TWO, {
    '192.0.2.53 acme.test': REFUSED,
    '2001:db8::53 acme.test': { state: 'unknown', reason: 'timeout' },
    '198.51.100.53 acme.test': { state: 'absent', reason: 'connection-refused' },
  });
  assert.deepEqual(
    seen.attempts.map(({ server, address, answer }) => [server, address, answer.state]),
    [
      ['ns1.acme.test', '192.0.2.53', 'refused'],
      ['ns1.acme.test', '2001:db8::53', 'unknown'],
      ['ns2.acme.test', '198.51.100.53', 'absent'],
    ],
  );
  assert.deepEqual(seen.names, []);
});

test('names of a zone that is handed out become entities, those of others do not', async () => {
  const names = ['acme.test', 'build.acme.test', '*.apps.acme.test', 'not a name.acme.test', 'other.test'];
  const zone: TransferAnswer = { state: 'present', count: 42, names, serial: 7 };
  const seen = await observe(TWO, {
    '192.0.2.53 acme.test': zone,
    '2001:db8::53 acme.test': REFUSED,
    '198.51.100.53 acme.test': { ...zone, names: ['second.acme.test'], cut: true },
  });
  assert.deepEqual(
    seen.attempts.map(({ answer }) => answer),
    [
      { state: 'present', count: 42, serial: 7 },
      REFUSED,
      { state: 'present', count: 42, serial: 7, cut: true },
    ],
  );
  const found = zoneTransfer.reveals?.(seen, { kind: 'FQDN', name: 'acme.test', attributes: {} }, target);
  assert.deepEqual(
    [...(found ?? [])].map(({ kind, name }) => `${kind} ${name}`),
    ['FQDN acme.test', 'FQDN apps.acme.test', 'FQDN build.acme.test', 'FQDN second.acme.test'],
  );
});

test('a huge zone is cut', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `h${index}.acme.test`);
  const dns = { ...TWO, 'acme.test NS': ['ns2.acme.test'] };
  const seen = await observe(dns, {
    '198.51.100.53 acme.test': { state: 'present', count: 50_000, names, serial: 7 },
  });
  assert.equal(seen.names.length, 2_000);
});

test('a name that is no zone of its own is not asked for', async () => {
  const seen = await observe({ 'acme.test NS': 'nodata' }, {});
  assert.deepEqual(seen, { NS: { state: 'absent', reason: 'nodata' }, attempts: [], names: [] });
});

test('only the target is looked at', () => {
  const of = (name: string) => zoneTransfer.only?.({ kind: 'FQDN', name, attributes: {} }, target);
  assert.equal(of('acme.test'), true);
  assert.equal(of('www.acme.test'), false);
});
