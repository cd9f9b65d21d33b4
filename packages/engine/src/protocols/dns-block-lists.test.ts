import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DnsAnswer } from './dns-answer.ts';
import { BLOCK_LISTS, listingName, readListing, takesAddress } from './dns-block-lists.ts';

function listOf(zone: string) {
  const list = BLOCK_LISTS.find((each) => each.zone === zone);
  assert.ok(list, zone);
  return list;
}

const present = (...records: string[]): DnsAnswer<string> => ({ state: 'present', records });

test('addresses are asked for backwards, domains as they are', () => {
  assert.equal(listingName(listOf('zen.spamhaus.org'), '192.0.2.99'), '99.2.0.192.zen.spamhaus.org');
  assert.match(
    listingName(listOf('zen.spamhaus.org'), '2001:db8::1'),
    /^1\.0\.0\..*\.8\.b\.d\.0\.1\.0\.0\.2\.zen\.spamhaus\.org$/,
  );
  assert.equal(listingName(listOf('dbl.spamhaus.org'), 'acme.test'), 'acme.test.dbl.spamhaus.org');
});

test('IPv6 is asked of lists that have it', () => {
  assert.equal(takesAddress(listOf('zen.spamhaus.org'), '2001:db8::1'), true);
  assert.equal(takesAddress(listOf('bl.spamcop.net'), '2001:db8::1'), false);
  assert.equal(takesAddress(listOf('bl.spamcop.net'), '192.0.2.1'), true);
  assert.equal(takesAddress(listOf('dbl.spamhaus.org'), '192.0.2.1'), false);
});

const READ: [zone: string, answer: DnsAnswer<string>, state: string, meanings?: number][] = [
  ['zen.spamhaus.org', { state: 'absent', reason: 'nxdomain' }, 'unlisted'],
  ['zen.spamhaus.org', present('127.0.0.2'), 'listed', 1],
  ['zen.spamhaus.org', present('127.0.0.4', '127.0.0.10'), 'listed', 2],
  ['zen.spamhaus.org', present('127.255.255.252'), 'unknown'],
  ['zen.spamhaus.org', present('127.255.255.254'), 'unknown'],
  ['zen.spamhaus.org', present('127.255.255.255', '127.0.0.2'), 'unknown'],
  ['zen.spamhaus.org', present('127.0.0.99'), 'unknown'],
  ['zen.spamhaus.org', present('203.0.113.7'), 'unknown'],
  ['zen.spamhaus.org', { state: 'unknown', reason: 'timeout' }, 'unknown'],
  ['bl.spamcop.net', present('127.0.0.2'), 'listed', 1],
  ['bl.spamcop.net', present('127.0.0.3'), 'unknown'],
  ['dnsbl.dronebl.org', present('127.0.0.1'), 'unknown'],
  ['dbl.spamhaus.org', present('127.0.1.2'), 'listed', 1],
  ['dbl.spamhaus.org', present('127.0.1.255'), 'unknown'],
  ['multi.surbl.org', present('127.0.0.80'), 'listed', 2],
  ['multi.surbl.org', present('127.0.0.1'), 'unknown'],
  ['multi.uribl.com', present('127.0.0.1'), 'unknown'],
  ['multi.uribl.com', present('127.0.0.2'), 'listed', 1],
  ['multi.uribl.com', present('127.0.0.4'), 'unknown'],
  ['multi.uribl.com', present('127.0.0.14'), 'listed', 1],
];
for (const [zone, answer, state, meanings] of READ) {
  test(`${zone} with ${JSON.stringify('records' in answer ? answer.records : answer.reason)}: ${state}`, () => {
    const listing = readListing(listOf(zone), answer);
    assert.equal(listing.state, state);
    assert.equal(listing.state === 'listed' ? listing.meanings.length : undefined, meanings);
  });
}

test('nothing but an answer in 127.0.0.0/8 is ever a listing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...BLOCK_LISTS),
      fc.array(fc.oneof(fc.ipV4(), fc.string(), fc.constant('__proto__'))),
      (list, records) => {
        const listing = readListing(list, present(...records));
        if (listing.state === 'listed') assert.ok(records.some((record) => /^127\.0\.[0-9]/.test(record)));
      },
    ),
  );
});
