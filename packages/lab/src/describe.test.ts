import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from './describe.ts';
import { acme, healthy, slow } from './zones/index.ts';

const network = { resolvers: ['127.0.0.1:53'], routes: [], roots: [], rootServers: [], anchors: [] };
const { zones, resolvers, thirdParties } = describe({ network, zones: [healthy, acme, slow] });

function host(name: string) {
  return zones.flatMap(({ hosts }) => hosts).find((each) => each.name === name);
}

test('zones come with their faults and open checks', () => {
  assert.deepEqual(
    zones.map(({ name, healthy }) => [name, healthy]),
    [
      ['healthy.test', true],
      ['acme.test', false],
      ['slow.test', false],
    ],
  );
  assert.deepEqual(zones[1]?.faults, acme.faults);
  assert.deepEqual(zones[2]?.open, slow.open);
  assert.deepEqual(resolvers, network.resolvers);
  assert.ok(thirdParties.some((party) => party.host === 'crt.sh'));
});

test('hosts come with addresses and services', () => {
  assert.deepEqual(host('www.acme.test'), {
    name: 'www.acme.test',
    addresses: ['192.0.2.70', '2001:db8:2::70'],
    services: ['http', 'https'],
  });
  assert.deepEqual(host('assets.acme.test')?.addresses, ['192.0.2.140']);
  assert.deepEqual(host('brochure.acme.test')?.services, ['http']);
  assert.deepEqual(host('gateway.acme.test')?.services, ['https']);
  assert.deepEqual(host('mx1.acme.test')?.services, ['smtp']);
  assert.deepEqual(host('ns1.acme.test')?.services, ['dns']);
});
