import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import { reverseNames } from './reverse-names.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;

async function observe(written: Parameters<typeof dnsTable>[0]) {
  const seen = await reverseNames.observe(apex, netThat({ resolve: dnsTable(written).resolve }), target);
  assert.deepEqual(reverseNames.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return seen;
}

const IP6 = '5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR';

test('each address is asked for its names, and those in the address’s own family', async () => {
  const { addresses } = await observe({
    'acme.test MX': [{ preference: 1, exchange: 'mx.acme.test' }],
    'mx.acme.test A': ['192.0.2.25'],
    'mx.acme.test AAAA': ['2001:db8::25'],
    '25.2.0.192.in-addr.arpa PTR': ['mx.acme.test', 'old.acme.test', 'no name'],
    'old.acme.test A': 'nxdomain',
    [IP6]: 'nxdomain',
  });
  assert.deepEqual(
    addresses.map(({ address, PTR, names }) => [
      address,
      PTR.state,
      names.map(({ name, answer }) => `${name} ${answer.state}`),
    ]),
    [
      ['192.0.2.25', 'present', ['mx.acme.test present', 'old.acme.test absent']],
      ['2001:db8::25', 'absent', []],
    ],
  );
});

test('exchangers of others are not looked at', async () => {
  const seen = await observe({ 'acme.test MX': [{ preference: 1, exchange: 'mx.provider.test' }] });
  assert.deepEqual([seen.exchangers, seen.addresses], [[], []]);
});

test('no MX and an unknown MX ask for nothing', async () => {
  for (const written of ['nodata', 'timeout'] as const) {
    assert.deepEqual((await observe({ 'acme.test MX': written })).addresses, []);
  }
});

test('the target alone is looked at', () => {
  assert.equal(reverseNames.only?.(apex, target), true);
  assert.equal(reverseNames.only?.({ ...apex, name: 'www.acme.test' }, target), false);
});
