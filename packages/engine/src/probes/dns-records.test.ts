import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entity, entityKey } from '@cyborux/contract';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { Delegation, Net, ServerAnswer } from '../net.ts';
import type { Target } from '../scope.ts';
import { type DnsRecordsObservation, dnsRecords } from './dns-records.ts';

const target: Target = { name: 'acme.test', registrable: 'acme.test' };
const soa = {
  mname: 'ns1.acme.test',
  rname: 'host\\.master.acme.test',
  serial: 1,
  refresh: 3600,
  retry: 600,
  expire: 86_400,
  minimum: 300,
};

const apexTable = {
  'acme.test A': ['192.0.2.1'],
  'acme.test AAAA': ['2001:DB8:0::1'],
  'acme.test MX': [{ preference: 10, exchange: 'mx.acme.test' }],
  'acme.test TXT': ['v=spf1 mx -all'],
  'acme.test NS': ['ns1.acme.test', 'ns.other.test'],
  'acme.test SOA': [soa],
  'mx.acme.test A': ['192.0.2.25'],
  'mx.acme.test AAAA': 'nodata',
  'ns1.acme.test A': ['192.0.2.2'],
  'ns1.acme.test AAAA': 'nodata',
  'ns.other.test A': ['192.0.2.3'],
  'ns.other.test AAAA': 'nodata',
  'acme.test CAA': 'nodata',
  'test CAA': 'nodata',
  '_dmarc.acme.test TXT': ['v=DMARC1; p=reject; rua=mailto:reports@acme.test'],
} as const;

type Written = Parameters<typeof dnsTable>[0];

/** A net that resolves from the table and does nothing else; names that nobody made are absent unless told. */
function netOf(
  written: Written,
  unmade: Written[string] = 'nxdomain',
  more: Partial<Net> = {},
): { net: Net; asked: string[] } {
  const table = dnsTable(written);
  const resolve = async (name: string, type: string) => {
    if (!/^x[0-9a-f]{20}\.acme\.test$/.test(name)) return table.resolve(name, type as 'A');
    const answer = type === 'A' ? unmade : 'nodata';
    return dnsTable({ [`${name} ${type}`]: answer }).resolve(name, type as 'A');
  };
  const delegation = async (zone: string) => referral(zone);
  const net = netThat({ resolve: resolve as Net['resolve'], ask: ask as Net['ask'], delegation, ...more });
  return { net, asked: table.asked };
}

/** What the only server of the parent says. */
function referral(zone: string, NS: readonly string[] = ['ns1.acme.test']): Delegation {
  const server = { name: 'ns.test', address: '192.0.2.9' };
  const answer = { state: 'referral', NS, glue: [], DS: [] } as const;
  return { state: 'present', zone, parent: 'test', referrals: [{ server, answer }] };
}

/** ns.other.test keeps silent, and ns1 knows the zone. */
async function ask(server: { name: string }, _: string, type: string): Promise<ServerAnswer<string>> {
  if (server.name !== 'ns1.acme.test') return { state: 'unknown', reason: 'timeout' };
  const answer =
    type === 'AAAA'
      ? ({ state: 'absent', reason: 'nodata' } as const)
      : ({ state: 'present', records: ['x'], ttl: type === 'NS' ? 86_400 : 300 } as const);
  return { state: 'answered', rcode: 'NOERROR', authoritative: true, answer, durationMs: 1 };
}

function observe(name: string, net: Net): Promise<DnsRecordsObservation> {
  return dnsRecords.observe({ kind: 'FQDN', name, attributes: {} }, net, target);
}

function revealed(observation: DnsRecordsObservation): Entity[] {
  return [
    ...(dnsRecords.reveals?.(observation, { kind: 'FQDN', name: observation.name, attributes: {} }, target) ??
      []),
  ];
}

function byKey(entities: Entity[]): Map<string, Entity> {
  return new Map(entities.map((entity) => [entityKey(entity), entity]));
}

test('the target is asked for everything, and the observation survives storage', async () => {
  const { net, asked } = netOf(apexTable);
  const seen = await observe('acme.test', net);
  assert.deepEqual(dnsRecords.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  assert.equal(asked.length, Object.keys(apexTable).length);
  assert.deepEqual(
    seen.CAA.map(({ name }) => name),
    ['acme.test', 'test'],
  );
  assert.deepEqual(
    seen.apex?.dmarc.map(({ name }) => name),
    ['_dmarc.acme.test'],
  );
});

test('the target reveals its records, addresses, names and contacts', async () => {
  const entities = byKey(revealed(await observe('acme.test', netOf(apexTable).net)));
  assert.deepEqual(entities.get('FQDN:acme.test')?.attributes, {
    resolution: 'present',
    addresses: ['192.0.2.1', '2001:db8::1'],
  });
  assert.deepEqual([...entities.keys()].sort(), [
    'ContactRecord:mailto:host.master@acme.test',
    'ContactRecord:mailto:reports@acme.test',
    'DNSRecord:_dmarc.acme.test TXT "v=DMARC1; p=reject; rua=mailto:reports@acme.test"',
    'DNSRecord:acme.test A 192.0.2.1',
    'DNSRecord:acme.test AAAA 2001:DB8:0::1',
    'DNSRecord:acme.test MX 10 mx.acme.test.',
    'DNSRecord:acme.test NS ns.other.test.',
    'DNSRecord:acme.test NS ns1.acme.test.',
    'DNSRecord:acme.test SOA ns1.acme.test. host\\.master.acme.test. 1 3600 600 86400 300',
    'DNSRecord:acme.test TXT "v=spf1 mx -all"',
    'FQDN:acme.test',
    'FQDN:mx.acme.test',
    'FQDN:ns.other.test',
    'FQDN:ns1.acme.test',
    'IPAddress:192.0.2.1',
    'IPAddress:2001:db8::1',
  ]);
  assert.deepEqual(entities.get('ContactRecord:mailto:reports@acme.test')?.attributes, {
    contact_type: 'email',
    role: 'dmarc-reports',
    published_in: '_dmarc.acme.test TXT',
  });
});

test('TTLs are those that a server of the zone gives', async () => {
  const told = await observe('acme.test', netOf(apexTable).net);
  assert.deepEqual(told.apex?.ttls, [
    { type: 'A', seconds: 300 },
    { type: 'MX', seconds: 300 },
    { type: 'NS', seconds: 86_400 },
  ]);
  const silent = async () => ({ state: 'unknown', reason: 'timeout' }) as const;
  const { net } = netOf(apexTable, 'nxdomain', { ask: silent as Net['ask'] });
  assert.equal((await observe('acme.test', net)).apex?.ttls, null);
});

test('an alias into a domain that its registry does not have is told so', async () => {
  const asked: string[] = [];
  const delegation = async (zone: string): Promise<Delegation> => {
    asked.push(zone);
    return { state: 'absent', parent: 'test', reason: 'nxdomain' };
  };
  const { net } = netOf(
    {
      'shop.acme.test A': 'nxdomain',
      'shop.acme.test CNAME': ['acme.gone.test'],
      'acme.gone.test CNAME': 'nxdomain',
      'gone.test SOA': 'nxdomain',
    },
    'nxdomain',
    { delegation },
  );
  const seen = await observe('shop.acme.test', net);
  assert.deepEqual(seen.deadEnd, {
    aliases: ['acme.gone.test'],
    registration: { domain: 'gone.test', state: 'free' },
  });
  assert.deepEqual(asked, ['gone.test']);
  assert.deepEqual(dnsRecords.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
});

test('name servers that the parent alone names are looked up too', async () => {
  const delegation = async (zone: string): Promise<Delegation> =>
    zone === 'gone.test'
      ? { state: 'absent', parent: 'test', reason: 'nxdomain' }
      : referral(zone, ['ns1.acme.test', 'ns.gone.test']);
  const gone = {
    'ns.gone.test A': 'nxdomain',
    'ns.gone.test AAAA': 'nxdomain',
    'gone.test SOA': 'nxdomain',
  } as const;
  const seen = await observe('acme.test', netOf({ ...apexTable, ...gone }, 'nxdomain', { delegation }).net);
  assert.deepEqual(
    seen.apex?.servers.map(({ name, registration }) => [name, registration?.state]),
    [
      ['ns.gone.test', 'free'],
      ['ns.other.test', undefined],
      ['ns1.acme.test', undefined],
    ],
  );
});

test('verification tokens show what the domain uses', async () => {
  const { net } = netOf({ ...apexTable, 'acme.test TXT': ['stripe-verification=abc', 'v=spf1 mx -all'] });
  const product = byKey(revealed(await observe('acme.test', net))).get('Product:acme.test Stripe');
  assert.equal(product?.kind === 'Product' && product.attributes.category, 'verification');
});

test('another host costs four questions, and those about CAA above it that are answered already', async () => {
  const { net, asked } = netOf({
    'www.acme.test A': ['192.0.2.2'],
    'www.acme.test AAAA': 'nodata',
    'www.acme.test MX': 'nodata',
    'www.acme.test CAA': 'nodata',
    'acme.test CAA': [{ critical: false, tag: 'issue', value: 'letsencrypt.org' }],
  });
  const seen = await observe('www.acme.test', net);
  assert.equal(asked.length, 5);
  assert.equal(seen.TXT, null);
  assert.equal(seen.apex, null);
  assert.equal(seen.CNAME.state, 'absent');
  assert.deepEqual(dnsRecords.observation.parse(seen), seen);
});

test('a name that does not exist costs two questions', async () => {
  const { net, asked } = netOf({ 'gone.acme.test A': 'nxdomain', 'gone.acme.test CNAME': 'nxdomain' });
  const seen = await observe('gone.acme.test', net);
  assert.equal(asked.length, 2);
  assert.deepEqual(revealed(seen), [
    { kind: 'FQDN', name: 'gone.acme.test', attributes: { resolution: 'absent' } },
  ]);
});

test('a CNAME that leads nowhere is told', async () => {
  const { net } = netOf({
    'shop.acme.test A': 'nxdomain',
    'shop.acme.test CNAME': ['acme.shops.test'],
    'acme.shops.test CNAME': 'nxdomain',
    'shops.test SOA': 'nodata',
  });
  const [host] = revealed(await observe('shop.acme.test', net));
  assert.deepEqual(host?.attributes, { resolution: 'absent', cname: ['acme.shops.test'] });
});

test('the records of a name with an alias have each their own TTL, or none', async () => {
  const answer = {
    state: 'present',
    records: ['192.0.2.3'],
    ttl: 60,
    aliases: ['cdn.acme.test', 'cdn.other.test'],
  };
  const { net } = netOf({
    'img.acme.test A': answer as never,
    'img.acme.test AAAA': 'nodata',
    'img.acme.test MX': 'nodata',
    'img.acme.test CAA': 'timeout',
    'img.acme.test CNAME': { state: 'present', records: ['cdn.acme.test'], ttl: 60 },
  });
  const seen = await observe('img.acme.test', net);
  const entities = byKey(revealed(seen));
  assert.deepEqual(entities.get('FQDN:img.acme.test')?.attributes, {
    resolution: 'present',
    addresses: ['192.0.2.3'],
    cname: ['cdn.acme.test', 'cdn.other.test'],
  });
  assert.deepEqual(entities.get('DNSRecord:img.acme.test CNAME cdn.acme.test.')?.attributes, {
    owner: 'img.acme.test',
    type: 'CNAME',
    rdata: 'cdn.acme.test.',
    ttl: 60,
  });
  assert.deepEqual(
    entities.get('DNSRecord:cdn.other.test A 192.0.2.3')?.attributes,
    { owner: 'cdn.other.test', type: 'A', rdata: '192.0.2.3' },
    'the address is a record of the last alias, whose TTL is not told',
  );
  assert.ok(!entities.has('DNSRecord:img.acme.test A 192.0.2.3'));
});

test('an alias that was followed stays known when nobody tells of it alone', async () => {
  const { net } = netOf({
    'img.acme.test A': { state: 'present', records: ['192.0.2.3'], aliases: ['cdn.acme.test'] },
    'img.acme.test AAAA': 'nodata',
    'img.acme.test MX': 'nodata',
    'img.acme.test CAA': 'timeout',
    'img.acme.test CNAME': 'timeout',
  });
  const seen = await observe('img.acme.test', net);
  assert.deepEqual(seen.CNAME, { state: 'present', records: ['cdn.acme.test'] });
});

test('a host with a mail exchanger is asked for its TXT records', async () => {
  const { net } = netOf({
    'news.acme.test A': 'nodata',
    'news.acme.test AAAA': 'nodata',
    'news.acme.test CNAME': 'nodata',
    'news.acme.test MX': [{ preference: 5, exchange: 'mx.acme.test' }],
    'mx.acme.test A': ['192.0.2.25'],
    'mx.acme.test AAAA': 'nodata',
    'news.acme.test TXT': ['v=spf1 -all'],
  });
  assert.equal((await observe('news.acme.test', net)).TXT?.state, 'present');
});

test('an SPF record is followed to where it continues, a loop not without end', async () => {
  const at = (name: string, record: string) => ({ [`${name} TXT`]: [record] });
  const net = netOf({
    ...apexTable,
    ...at('acme.test', 'v=spf1 redirect=spf.other.test'),
    ...at('spf.other.test', 'v=spf1 redirect=last.other.test'),
    ...at('last.other.test', 'v=spf1 -all'),
  }).net;
  const seen = await observe('acme.test', net);
  assert.deepEqual(
    seen.redirects.map(({ name }) => name),
    ['spf.other.test', 'last.other.test'],
  );
  const loop = netOf({ ...apexTable, ...at('acme.test', 'v=spf1 redirect=acme.test') }).net;
  assert.equal((await observe('acme.test', loop)).redirects.length, 10);
});

test('silence is unknown, not absent', async () => {
  const { net } = netOf({
    'slow.acme.test A': 'timeout',
    'slow.acme.test AAAA': 'nodata',
    'slow.acme.test CNAME': 'timeout',
    'slow.acme.test MX': 'servfail',
  });
  const [host] = revealed(await observe('slow.acme.test', net));
  assert.deepEqual(host?.attributes, { resolution: 'unknown' });
});

test('a host that leads where every unmade name leads is marked', async () => {
  const host = {
    'any.acme.test A': ['192.0.2.9'],
    'any.acme.test AAAA': 'nodata',
    'any.acme.test MX': 'nodata',
    'any.acme.test CAA': 'timeout',
  } as const;
  const same = await observe('any.acme.test', netOf(host, ['192.0.2.9']).net);
  assert.deepEqual(revealed(same)[0]?.attributes, {
    resolution: 'present',
    addresses: ['192.0.2.9'],
    wildcard: true,
  });
  const other = await observe('any.acme.test', netOf(host, ['192.0.2.8']).net);
  assert.deepEqual(revealed(other)[0]?.attributes, { resolution: 'present', addresses: ['192.0.2.9'] });
});

test('a flood of records becomes a bounded number of entities', async () => {
  const flood = Array.from({ length: 4000 }, (_, index) => `192.0.${index >> 8}.${index & 255}`);
  const { net } = netOf({
    'big.acme.test A': flood,
    'big.acme.test AAAA': 'nodata',
    'big.acme.test MX': 'nodata',
    'big.acme.test CAA': 'timeout',
  });
  const entities = revealed(await observe('big.acme.test', net));
  assert.ok(entities.length < 300, `${entities.length} entities`);
});

test('hostile names and text in records do not reach entity names', async () => {
  const { net } = netOf({
    'bad.acme.test A': 'nodata',
    'bad.acme.test AAAA': 'nodata',
    'bad.acme.test CNAME': ['<script>\u001b[2J.acme.test'],
    'bad.acme.test MX': [{ preference: 1, exchange: 'a b\u0000.acme.test' }],
    'bad.acme.test TXT': ['=cmd|\u202e\u001b]0;x\u0007'],
  });
  for (const entity of revealed(await observe('bad.acme.test', net))) {
    assert.match(entity.name, /^[\x20-\x7e]+$/);
    assert.notEqual(entity.kind === 'FQDN' && entity.name.includes('<'), true);
  }
});
