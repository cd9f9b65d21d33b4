import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import { BLOCK_LISTS, listingName } from '../protocols/dns-block-lists.ts';
import { blockLists } from './block-lists.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;
const MAIL = {
  'acme.test MX': [{ preference: 1, exchange: 'mx.acme.test' }],
  'mx.acme.test A': ['192.0.2.25'],
  'mx.acme.test AAAA': ['2001:db8::25'],
};

/** Lists that work, and have nobody. */
const tests = Object.fromEntries(
  BLOCK_LISTS.map((list) => [`${listingName(list, list.listedProbe)} A`, ['127.0.0.2']]),
);
const entries = Object.fromEntries(
  BLOCK_LISTS.flatMap((list) => {
    const subjects = list.lists === 'domain' ? ['acme.test'] : ['192.0.2.25', '2001:db8::25'];
    return subjects.map((subject) => [`${listingName(list, subject)} A`, 'nxdomain']);
  }),
);

async function observe(written: Parameters<typeof dnsTable>[0]) {
  const { resolve, asked } = dnsTable(written);
  const seen = await blockLists.observe(apex, netThat({ resolve }), target);
  assert.deepEqual(blockLists.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked };
}

test('each list is asked for its test entry and for ours, and IPv6 only where it is listed', async () => {
  const { seen, asked } = await observe({ ...MAIL, ...tests, ...entries });
  assert.equal(seen.lists.length, BLOCK_LISTS.length);
  const ours = seen.lists.map((list) => [list.zone, list.entries.length]);
  assert.deepEqual(Object.fromEntries(ours)['zen.spamhaus.org'], 2);
  assert.deepEqual(Object.fromEntries(ours)['bl.spamcop.net'], 1);
  assert.ok(asked.length <= 30, `${asked.length} questions`);
});

test('a listing is tried against an entry that no list has', async () => {
  const { seen } = await observe({
    ...MAIL,
    ...tests,
    ...entries,
    '25.2.0.192.bl.spamcop.net A': ['127.0.0.2'],
    '1.0.0.127.bl.spamcop.net A': 'nxdomain',
  });
  for (const { zone, unlistedProbe } of seen.lists) {
    assert.equal(unlistedProbe?.state, zone === 'bl.spamcop.net' ? 'absent' : undefined, zone);
  }
});

test('without exchangers of its own the domain alone is asked for', async () => {
  for (const MX of ['nodata', 'timeout', [{ preference: 1, exchange: 'mx.provider.test' }]] as const) {
    const { seen } = await observe({ 'acme.test MX': MX, ...tests, ...entries });
    assert.deepEqual(seen.lists.map(({ zone }) => zone).sort(), [
      'dbl.spamhaus.org',
      'multi.surbl.org',
      'multi.uribl.com',
    ]);
  }
});

test('the target alone is looked at', () => {
  assert.equal(blockLists.only?.(apex, target), true);
  assert.equal(blockLists.only?.({ ...apex, name: 'www.acme.test' }, target), false);
});
