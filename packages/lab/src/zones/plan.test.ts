import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './pages.ts';
import { mailRecords, zoneOf } from './plan.ts';

const zone = zoneOf({
  name: 'a.test',
  nameServers: [{ name: 'ns.b.test', address: '192.0.2.1' }],
  hosts: [
    { label: '@', addresses: ['192.0.2.2', '2001:db8:1::2'], site: { title: 'A' }, faults: ['hsts/missing'] },
    { label: 'm', alias: 'www.b.test.' },
  ],
  records: ['x 1 TXT "y"'],
  faults: ['caa/missing'],
});

test('hosts become records, sites and faults of the zone', () => {
  assert.deepEqual(zone.records, [
    '@ 3600 SOA ns.b.test. hostmaster.a.test. 2026010101 7200 3600 1209600 300',
    '@ 3600 NS ns.b.test.',
    '@ 300 A 192.0.2.2',
    '@ 300 AAAA 2001:db8:1::2',
    'm 300 CNAME www.b.test.',
    'x 1 TXT "y"',
  ]);
  assert.deepEqual(
    zone.sites.map(({ host, address }) => [host, address]),
    [
      ['a.test', '192.0.2.2'],
      ['a.test', '2001:db8:1::2'],
    ],
  );
  assert.deepEqual(zone.faults, [
    { code: 'caa/missing', entity: 'FQDN:a.test' },
    { code: 'hsts/missing', entity: 'FQDN:a.test' },
  ]);
});

test('a page changes, drops and adds headers', () => {
  const { headers = [] } = page('t', {
    headers: { Server: 'Apache', 'X-Frame-Options': null, 'X-New': '1' },
    cookies: ['a=b'],
  });
  const sent = headers.map(([name, value]) => `${name}: ${value}`);
  assert.ok(sent.includes('Server: Apache') && sent.includes('X-New: 1') && sent.includes('Set-Cookie: a=b'));
  assert.equal(
    sent.some((line) => line.startsWith('X-Frame-Options') || line === 'Server: nginx'),
    false,
  );
});

test('a domain without exchangers authorises nobody', () => {
  assert.deepEqual(mailRecords('a.test', []).spf, ['@ 300 TXT "v=spf1 -all"']);
  assert.deepEqual(mailRecords('a.test', ['mx.b.test']).mx, ['@ 300 MX 10 mx.b.test.']);
});
