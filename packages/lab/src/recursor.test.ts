import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startNameServer } from './authoritative.ts';
import type { DnsListener } from './dns-listener.ts';
import { startRecursor } from './recursor.ts';
import type { NameServerBehaviour } from './spec.ts';
import { askTcp, askUdp, lines } from './testing/dns-client.ts';
import { loadZone } from './zone.ts';

const SOA = '@ 3600 SOA ns1 hostmaster 1 2 3 4 300';
const BEHAVIOURS: [string, NameServerBehaviour][] = [
  ['servfail', 'servfail'],
  ['refused', 'refuse'],
  ['lame', 'lame'],
  ['silent', 'silent'],
  ['truncated', 'truncate'],
  ['cut-off', 'truncate-no-tcp'],
  ['loop', 'compression-loop'],
  ['slow', { slowMs: 500 }],
];

/** Zones by the address of the server that has them. */
const WORLD: Record<string, { name: string; records: string[]; behaviour?: NameServerBehaviour }[]> = {
  '198.51.100.1': [
    {
      name: '.',
      records: [
        SOA,
        '. 3600 NS a.root.',
        'a.root. 3600 A 198.51.100.1',
        'test. 3600 NS ns.test.',
        'ns.test. 3600 A 198.51.100.2',
      ],
    },
  ],
  '198.51.100.2': [
    {
      name: 'test',
      records: [
        SOA,
        '@ 3600 NS ns',
        'ns 3600 A 198.51.100.2',
        'acme 3600 NS ns1.acme',
        'acme 3600 NS ns2.acme',
        'ns1.acme 3600 A 192.0.2.1',
        'ns2.acme 3600 A 192.0.2.2',
        'hosting 3600 NS ns.hosting',
        'ns.hosting 3600 A 192.0.2.3',
        'customer 3600 NS ns.hosting',
        // Each needs the other's address, and nobody has it.
        'hen 3600 NS ns.egg',
        'egg 3600 NS ns.hen',
        ...BEHAVIOURS.flatMap(([zone], index) => [
          `${zone} 60 NS ns.${zone}`,
          `ns.${zone} 60 A 203.0.113.${index}`,
        ]),
        'unrouted 60 NS ns.unrouted',
        'ns.unrouted 60 A 203.0.113.200',
        'half 60 NS ns1.half',
        'half 60 NS ns2.half',
        'ns1.half 60 A 203.0.113.0',
        'ns2.half 60 A 192.0.2.3',
      ],
    },
  ],
  '192.0.2.1': [acme()],
  '192.0.2.2': [{ ...acme(), behaviour: 'silent' }],
  '192.0.2.3': [
    {
      name: 'hosting.test',
      records: [SOA, 'ns 300 A 192.0.2.3', 'edge 300 A 192.0.2.80', 'back 300 CNAME there.acme.test.'],
    },
    { name: 'customer.test', records: [SOA, 'www 300 A 192.0.2.81'] },
    { name: 'half.test', records: [SOA, '@ 300 A 192.0.2.82'] },
  ],
  ...Object.fromEntries(
    BEHAVIOURS.map(([zone, behaviour], index) => [
      `203.0.113.${index}`,
      [{ name: `${zone}.test`, records: [SOA, '@ 300 A 192.0.2.9'], behaviour }],
    ]),
  ),
};

function acme() {
  return {
    name: 'acme.test',
    records: [
      SOA,
      'www 300 A 192.0.2.70',
      'assets 300 CNAME edge.hosting.test.',
      'there 300 CNAME back.hosting.test.',
      'gone 300 CNAME nothing.hosting.test.',
      'self 300 CNAME self',
      ...Array.from({ length: 20 }, (_, index) => `chain${index} 300 CNAME chain${index + 1}`),
      'chain20 300 A 192.0.2.71',
      ...Array.from({ length: 60 }, (_, index) => `big 300 TXT "${'x'.repeat(40)}${index}"`),
    ],
  };
}

const servers = new Map<string, DnsListener>();
let recursor: DnsListener;

before(async () => {
  for (const [address, zones] of Object.entries(WORLD)) {
    const hosted = zones.map(({ name, records, ...rest }) => ({ zone: loadZone(name, records), ...rest }));
    servers.set(address, await startNameServer(hosted));
  }
  const routes = [...servers].map(([address, { host, port }]) => ({ address, port: 53, to: { host, port } }));
  recursor = await startRecursor([{ name: 'a.root', address: '198.51.100.1' }], routes);
});

after(async () => {
  await Promise.all([recursor, ...servers.values()].map((listener) => listener.close()));
});

async function ask(name: string, type: 'A' | 'AAAA' | 'TXT' | 'NS' = 'A') {
  const answer = await askUdp({ port: recursor.port, name, type, udpSize: 1232, recursion: true });
  assert.equal(answer?.flag_ra, true);
  return { rcode: answer?.rcode, answers: lines(answer?.answers) };
}

const present: [string, string[]][] = [
  ['www.acme.test', ['www.acme.test A 192.0.2.70']],
  ['WWW.Acme.TEST', ['WWW.Acme.TEST A 192.0.2.70']],
  ['assets.acme.test', ['assets.acme.test CNAME edge.hosting.test', 'edge.hosting.test A 192.0.2.80']],
  ['www.customer.test', ['www.customer.test A 192.0.2.81']],
  ['truncated.test', ['truncated.test A 192.0.2.9']],
  ['slow.test', ['slow.test A 192.0.2.9']],
  ['half.test', ['half.test A 192.0.2.82']],
  ['a.root', ['a.root A 198.51.100.1']],
];
for (const [name, answers] of present) {
  test(`${name} is resolved`, async () => {
    assert.deepEqual(await ask(name), { rcode: 'NOERROR', answers });
  });
}

test('what is not there is told apart: the name, or the type', async () => {
  assert.deepEqual(await ask('nothing.acme.test'), { rcode: 'NXDOMAIN', answers: [] });
  assert.deepEqual(await ask('www.acme.test', 'AAAA'), { rcode: 'NOERROR', answers: [] });
  assert.deepEqual(await ask('gone.acme.test'), {
    rcode: 'NXDOMAIN',
    answers: ['gone.acme.test CNAME nothing.hosting.test'],
  });
});

test('a negative answer carries the SOA that says for how long', async () => {
  const answer = await askUdp({ port: recursor.port, name: 'nothing.acme.test', type: 'A', udpSize: 1232 });
  assert.equal(answer?.authorities?.[0]?.type, 'SOA');
});

const failing = [
  'servfail.test',
  'refused.test',
  'lame.test',
  'silent.test',
  'cut-off.test',
  'loop.test',
  'www.unrouted.test',
  'www.hen.test',
  'self.acme.test',
  'there.acme.test',
  'chain0.acme.test',
];
for (const name of failing) {
  test(`${name} is SERVFAIL, for no server tells`, async () => {
    assert.deepEqual(await ask(name), { rcode: 'SERVFAIL', answers: [] });
  });
}

test('what does not fit is truncated over UDP and whole over TCP', async () => {
  const asking = { port: recursor.port, name: 'big.acme.test', type: 'TXT' as const, udpSize: 1232 };
  assert.equal((await askUdp(asking))?.flag_tc, true);
  assert.equal((await askTcp(asking))?.answers?.length, 60);
});

test('many who ask the same at once all get the answer', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask('chain15.acme.test')));
  assert.deepEqual(
    new Set(answers.map(({ answers }) => answers.at(-1))),
    new Set(['chain20.acme.test A 192.0.2.71']),
  );
});
