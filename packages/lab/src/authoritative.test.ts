import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decode } from 'dns-packet';
import { type HostedZone, startNameServer } from './authoritative.ts';
import type { DnsListener } from './dns-listener.ts';
import type { NameServerBehaviour } from './spec.ts';
import { askTcp, askUdp, askUdpRaw, lines } from './testing/dns-client.ts';
import { loadZone } from './zone.ts';

const acme = loadZone('acme.test', [
  '@ 3600 SOA ns1 hostmaster 1 2 3 4 300',
  '@ 3600 NS ns1',
  '@ 300 A 192.0.2.1',
  '@ 300 TXT "hello"',
  'www 300 A 192.0.2.1',
  ...Array.from({ length: 60 }, (_, index) => `big 300 TXT "${'x'.repeat(40)}${index}"`),
  ...Array.from({ length: 20 }, (_, index) => `many 300 MX ${index} host-with-a-long-name-${index}`),
  ...Array.from({ length: 20 }, (_, index) => `host-with-a-long-name-${index} 300 AAAA 2001:db8::${index}`),
]);
const dev = loadZone('dev.acme.test', ['@ 3600 SOA ns1 hostmaster 1 2 3 4 300', '@ 300 A 192.0.2.2']);

async function withServer(hosted: HostedZone[], run: (port: number) => Promise<void>): Promise<void> {
  const server = await startNameServer(hosted);
  try {
    await run(server.port);
  } finally {
    await server.close();
  }
}

describe('a name server that answers', () => {
  let server: DnsListener;
  before(async () => {
    server = await startNameServer([{ zone: acme }, { zone: dev }]);
  });
  after(() => server.close());

  test('says that the zone is its own, over UDP and TCP alike', async () => {
    for (const ask of [askUdp, askTcp]) {
      const answer = await ask({ port: server.port, name: 'www.acme.test', type: 'A' });
      assert.deepEqual(lines(answer?.answers), ['www.acme.test A 192.0.2.1']);
      assert.equal(answer?.flag_aa, true);
      assert.equal(answer?.flag_ra, false);
      assert.equal(answer?.id, 4711);
    }
  });

  test('answers from the deepest of its zones', async () => {
    const answer = await askUdp({ port: server.port, name: 'dev.acme.test', type: 'A' });
    assert.deepEqual(lines(answer?.answers), ['dev.acme.test A 192.0.2.2']);
  });

  test('keeps the case of the question', async () => {
    const answer = await askUdp({ port: server.port, name: 'wWw.aCmE.TeST', type: 'A' });
    assert.equal(answer?.questions?.[0]?.name, 'wWw.aCmE.TeST');
    assert.equal(answer?.answers?.[0]?.name, 'wWw.aCmE.TeST');
  });

  test('refuses what is not in its zones', async () => {
    const answer = await askUdp({ port: server.port, name: 'www.other.test', type: 'A' });
    assert.equal(answer?.rcode, 'REFUSED');
    assert.equal(answer?.flag_aa, false);
  });

  test('refuses to hand out the zone', async () => {
    const answer = await askTcp({ port: server.port, name: 'acme.test', type: 'AXFR' });
    assert.equal(answer?.rcode, 'REFUSED');
  });

  test('speaks EDNS with those who do, and not with others', async () => {
    const plain = await askUdp({ port: server.port, name: 'acme.test', type: 'A' });
    const extended = await askUdp({ port: server.port, name: 'acme.test', type: 'A', udpSize: 1232 });
    assert.deepEqual(lines(plain?.additionals), []);
    assert.deepEqual(lines(extended?.additionals), ['. OPT 4096']);
  });

  for (const udpSize of [undefined, 100, 1232]) {
    test(`truncates beyond the size that the client takes (EDNS ${udpSize ?? 'none'})`, async () => {
      const asking = { port: server.port, name: 'big.acme.test', type: 'TXT' as const };
      const answer = await askUdp(udpSize === undefined ? asking : { ...asking, udpSize });
      assert.equal(answer?.flag_tc, true);
      assert.deepEqual(answer?.answers, []);
    });
  }

  test('gives all of it over TCP, and over UDP to who takes it', async () => {
    const asking = { port: server.port, name: 'big.acme.test', type: 'TXT' as const };
    assert.equal((await askTcp(asking))?.answers?.length, 60);
    const large = await askUdp({ ...asking, udpSize: 65_535 });
    assert.equal(large?.flag_tc, false);
    assert.equal(large?.answers?.length, 60);
  });

  test('leaves additional records out before it truncates', async () => {
    const answer = await askUdp({ port: server.port, name: 'many.acme.test', type: 'MX', udpSize: 1232 });
    assert.equal(answer?.flag_tc, false);
    assert.equal(answer?.answers?.length, 20);
    assert.deepEqual(lines(answer?.additionals), ['. OPT 4096']);
  });
});

const rcodes: [NameServerBehaviour, string][] = [
  ['refuse', 'REFUSED'],
  ['servfail', 'SERVFAIL'],
];
for (const [behaviour, rcode] of rcodes) {
  test(`${behaviour} answers ${rcode}`, () =>
    withServer([{ zone: acme, behaviour }], async (port) => {
      const answer = await askUdp({ port, name: 'acme.test', type: 'A' });
      assert.equal(answer?.rcode, rcode);
      assert.deepEqual(answer?.answers, []);
    }));
}

test('silent does not answer', () =>
  withServer([{ zone: acme, behaviour: 'silent' }, { zone: dev }], async (port) => {
    const silence = askUdp({ port, name: 'acme.test', type: 'A' }, 200);
    assert.ok(await askUdp({ port, name: 'dev.acme.test', type: 'A' }));
    assert.equal(await silence, null);
  }));

test('lame answers without authority and points upwards', () =>
  withServer([{ zone: acme, behaviour: 'lame' }], async (port) => {
    const answer = await askUdp({ port, name: 'acme.test', type: 'SOA' });
    assert.equal(answer?.flag_aa, false);
    assert.equal(answer?.rcode, 'NOERROR');
    assert.deepEqual(lines(answer?.authorities), ['. NS a.root-servers.net']);
  }));

test('truncate sends everyone to TCP, where the answer is', () =>
  withServer([{ zone: acme, behaviour: 'truncate' }], async (port) => {
    const asking = { port, name: 'acme.test', type: 'A' as const, udpSize: 4096 };
    assert.equal((await askUdp(asking))?.flag_tc, true);
    assert.deepEqual(lines((await askTcp(asking))?.answers), ['acme.test A 192.0.2.1']);
  }));

test('truncate-no-tcp sends everyone to TCP, where nothing is', () =>
  withServer([{ zone: acme, behaviour: 'truncate-no-tcp' }], async (port) => {
    const asking = { port, name: 'acme.test', type: 'A' as const };
    assert.equal((await askUdp(asking))?.flag_tc, true);
    assert.equal(await askTcp(asking), null);
  }));

test('compression-loop sends what cannot be decoded', () =>
  withServer([{ zone: acme, behaviour: 'compression-loop' }], async (port) => {
    const bytes = await askUdpRaw({ port, name: 'acme.test', type: 'A' });
    assert.ok(bytes && bytes.readUInt16BE(6) === 1);
    assert.throws(() => decode(bytes), /pointer/);
  }));

test('slowMs answers all the same', () =>
  withServer([{ zone: acme, behaviour: { slowMs: 20 } }], async (port) => {
    const answer = await askUdp({ port, name: 'acme.test', type: 'A' });
    assert.deepEqual(lines(answer?.answers), ['acme.test A 192.0.2.1']);
  }));

test('one name, or one type of a name, can be treated apart', () =>
  withServer(
    [{ zone: acme, byName: { 'www.acme.test': 'servfail', 'acme.test TXT': 'refuse' } }],
    async (port) => {
      const rcode = async (name: string, type: 'A' | 'TXT') => (await askUdp({ port, name, type }))?.rcode;
      assert.equal(await rcode('WWW.acme.test', 'A'), 'SERVFAIL');
      assert.equal(await rcode('acme.test', 'TXT'), 'REFUSED');
      assert.equal(await rcode('acme.test', 'A'), 'NOERROR');
    },
  ));
