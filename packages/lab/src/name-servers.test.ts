import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { type Lab, startLab } from './lab.ts';
import type { NameServerSpec } from './spec.ts';
import { askUdp, lines, transferTcp } from './testing/dns-client.ts';
import { plant, trio } from './zones/trio.ts';

const ZONES = plant([
  trio({
    name: 'own',
    faults: [],
    noMute: true,
    zone: ({ ownServers, address }) => {
      const [first, , second, ...others] = ownServers() as [NameServerSpec, ...NameServerSpec[]];
      return {
        nameServers: [
          { ...first, transfer: 'allowed', replace: ['@ 300 TXT "another"'] },
          { ...(second ?? first), port: 'tcp-refused' },
          ...others.map((server): NameServerSpec => ({ ...server, port: 'refused' })),
          { name: first.name, address: address(), port: 'tcp-silent' },
        ],
        records: ['@ 300 TXT "common"', 'a 300 A 192.0.2.200'],
        delegation: [{ name: 'ns9.own.test', address: '192.0.2.253' }, { name: 'ns1.hosting.test' }],
        pointers: { [first.address]: 'elsewhere.test', [second?.address ?? '']: null },
      };
    },
  }),
]);
const [own] = ZONES;

let lab: Lab;
before(async () => {
  lab = await startLab({ zones: ZONES });
});
after(() => lab.close());

function portOf(index: number): number {
  const address = own?.nameServers[index]?.address;
  return lab.network.routes.find((route) => route.address === address && route.port === 53)?.to.port ?? 0;
}

test('a server can have records of its own in the place of the common ones', async () => {
  const answers = await Promise.all(
    [0, 1].map((index) => askUdp({ port: portOf(index), name: 'own.test', type: 'TXT' })),
  );
  assert.deepEqual(
    answers.map((answer) => lines(answer?.answers).filter((line) => !line.includes('spf'))),
    [['own.test TXT another'], ['own.test TXT common']],
  );
});

test('a port can refuse TCP alone, keep silent over TCP, or refuse all', async () => {
  const asked = { name: 'a.own.test', type: 'A' as const };
  assert.ok(await askUdp({ port: portOf(1), ...asked }));
  assert.equal(await refused(portOf(1)), true);
  const silent = own?.nameServers.findIndex(({ port }) => port === 'tcp-silent') ?? 0;
  assert.ok(await askUdp({ port: portOf(silent), ...asked }));
  assert.equal(await refused(portOf(silent)), false);
  assert.equal(await askUdp({ port: portOf(2), ...asked }, 300), null);
  assert.equal(await refused(portOf(2)), true);
});

test('the zone goes to those who ask for it where that is allowed', async () => {
  const types = await transferTcp(portOf(0), 'own.test');
  assert.equal(types.at(0), 'SOA');
  assert.equal(types.at(-1), 'SOA');
  assert.equal(types.filter((type) => type === 'SOA').length, 2);
  assert.ok(types.includes('RRSIG') && types.includes('NSEC3') && types.includes('A'));
});

test('what the parent says may differ from the zone', async () => {
  const registry = lab.network.routes.find(({ address, port }) => address === '198.51.100.5' && port === 53);
  const referral = await askUdp({ port: registry?.to.port ?? 0, name: 'a.own.test', type: 'A' });
  assert.deepEqual(lines(referral?.authorities), [
    'own.test NS ns9.own.test',
    'own.test NS ns1.hosting.test',
  ]);
  assert.deepEqual(lines(referral?.additionals).slice(0, 1), ['ns9.own.test A 192.0.2.253']);
});

test('the address in the glue of nobody refuses', () => {
  const routed = lab.network.routes.some(({ address, port }) => address === '192.0.2.253' && port === 53);
  assert.equal(routed, true);
});

test('pointers lead to another name, or nowhere', async () => {
  const port = Number(lab.network.resolvers[0]?.split(':')[1]);
  const pointer = async (index: number) => {
    const reversed = own?.nameServers[index]?.address.split('.').reverse().join('.');
    return askUdp({ port, name: `${reversed}.in-addr.arpa`, type: 'PTR' });
  };
  const [first, second] = await Promise.all([pointer(0), pointer(1)]);
  assert.match(lines(first?.answers)[0] ?? '', /PTR elsewhere\.test$/);
  assert.equal(second?.rcode, 'NXDOMAIN');
});

async function refused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await once(socket, 'connect').then(
    () => false,
    () => true,
  );
  socket.destroy();
  return outcome;
}
