import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RCODE, TYPE, toWire } from './dns-wire.ts';
import { cymruRecords, isOurs, NETWORKS, reverseName } from './networks.ts';
import { loadZone, lookUp } from './zone.ts';

const zone = loadZone('cymru.com', ['@ 3600 SOA ns. hostmaster. 1 2 3 4 300', ...cymruRecords(NETWORKS)]);

function answerTo(name: string): string | null {
  const { rcode, answers } = lookUp(zone, toWire(`${name}.cymru.com.`), TYPE.TXT);
  if (rcode === RCODE.NXDOMAIN) return null;
  const [bytes] = answers[0]?.rdata ?? [];
  return Buffer.from(bytes ?? '')
    .subarray(1)
    .toString();
}

const origins: [string, string | null][] = [
  ['0.2.0.192.origin.asn', '64496 | 192.0.2.0/26 | NL | ripencc | 2010-01-01'],
  ['63.2.0.192.origin.asn', '64496 | 192.0.2.0/26 | NL | ripencc | 2010-01-01'],
  ['64.2.0.192.origin.asn', '64497 | 192.0.2.64/26 | DE | ripencc | 2010-01-01'],
  ['255.113.0.203.origin.asn', '64502 | 203.0.113.128/25 | ZA | afrinic | 2010-01-01'],
  ['1.1.0.10.origin.asn', null],
  [
    `${'0.'.repeat(19)}9.2.0.0.0.8.b.d.0.1.0.0.2.origin6.asn`,
    '64497 | 2001:db8:2::/48 | DE | ripencc | 2010-01-01',
  ],
];
for (const [name, text] of origins) {
  test(`${name} is ${text ?? "nobody's"}`, () => assert.equal(answerTo(name), text));
}

test('an AS number leads to its holder, in any case', () => {
  const text = '64501 | BR | lacnic | 2010-01-01 | EXAMPLE-TELECOM - Example Telecom SA, BR';
  assert.equal(answerTo('AS64501.asn'), text);
  assert.equal(answerTo('as64501.asn'), text);
});

test('a prefix that ends at a label needs one record, others one for each value', () => {
  const owners = (prefix: string) =>
    cymruRecords([{ prefix, asn: 1, holder: 'X', country: 'NL', registry: 'ripencc' }]).slice(0, -1);
  assert.equal(owners('192.0.2.0/24').length, 1);
  assert.equal(owners('192.0.2.64/26').length, 64);
  assert.match(owners('192.0.0.0/22')[3] ?? '', /^\*\.3\.0\.192\.origin\.asn /);
  assert.equal(owners('2001:db8::/47').length, 2);
});

test('reverse names of both families', () => {
  assert.equal(reverseName('192.0.2.7'), '7.2.0.192.in-addr.arpa');
  assert.equal(reverseName('2001:db8::1'), `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`);
});

test('only the documentation ranges are ours', () => {
  assert.deepEqual(['192.0.2.1', '2001:db8:1::1', '127.0.0.1', '10.0.0.1', '::1'].map(isOurs), [
    true,
    true,
    false,
    false,
    false,
  ]);
});
