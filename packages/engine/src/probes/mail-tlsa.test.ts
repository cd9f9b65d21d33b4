import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import { mailTlsa } from './mail-tlsa.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;
const record = { usage: 3, selector: 1, matchingType: 1, data: 'ab'.repeat(32) };
const MX = [{ preference: 1, exchange: 'mx.acme.test' }];

async function observe(written: Parameters<typeof dnsTable>[0]) {
  const signed: string[] = [];
  const net = netThat({
    resolve: dnsTable(written).resolve,
    async signed(name, type) {
      signed.push(`${name} ${type}`);
      return { state: 'unknown', reason: 'timeout' };
    },
    // The root's; what is asked of it stays unanswered here.
    anchors: [{ name: '.', keyTag: 1, algorithm: 13, digestType: 2, digest: 'ab'.repeat(32) }],
  });
  const seen = await mailTlsa.observe(apex, net, target);
  assert.deepEqual(mailTlsa.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, signed };
}

test('without TLSA records nobody asks for signatures', async () => {
  const { seen, signed } = await observe({
    'acme.test MX': MX,
    'mx.acme.test A': ['192.0.2.25'],
    '_25._tcp.mx.acme.test TLSA': 'nxdomain',
  });
  assert.deepEqual(signed, []);
  assert.deepEqual([seen.mxSecurity, seen.exchanges[0]?.TLSA.state], [null, 'absent']);
});

test('with TLSA records the MX records, the addresses and they themselves are validated', async () => {
  const { seen, signed } = await observe({
    'acme.test MX': MX,
    'mx.acme.test A': 'nodata',
    '_25._tcp.mx.acme.test TLSA': [record],
  });
  assert.ok(signed.length > 0);
  const [exchange] = seen.exchanges;
  assert.deepEqual(
    [seen.mxSecurity, exchange?.addressSecurity, exchange?.tlsaSecurity].map((each) => each?.state),
    ['unknown', 'unknown', 'unknown'],
  );
});

test('what an alias leads to is asked first', async () => {
  const { seen } = await observe({
    'acme.test MX': MX,
    'mx.acme.test A': { state: 'present', records: ['192.0.2.25'], aliases: ['real.acme.test'] },
    '_25._tcp.real.acme.test TLSA': [record],
  });
  assert.equal(seen.exchanges[0]?.owner, '_25._tcp.real.acme.test');
  const { seen: other } = await observe({
    'acme.test MX': MX,
    'mx.acme.test A': { state: 'present', records: ['192.0.2.25'], aliases: ['real.acme.test'] },
    '_25._tcp.real.acme.test TLSA': 'nxdomain',
    '_25._tcp.mx.acme.test TLSA': [record],
  });
  assert.equal(other.exchanges[0]?.owner, '_25._tcp.mx.acme.test');
});

test('silence is told as such', async () => {
  const { seen } = await observe({
    'acme.test MX': MX,
    'mx.acme.test A': 'timeout',
    '_25._tcp.mx.acme.test TLSA': 'timeout',
  });
  assert.equal(seen.exchanges[0]?.TLSA.state, 'unknown');
  assert.deepEqual((await observe({ 'acme.test MX': 'servfail' })).seen.exchanges, []);
});

test('the target alone is looked at', () => {
  assert.equal(mailTlsa.only?.(apex, target), true);
  assert.equal(mailTlsa.only?.({ ...apex, name: 'www.acme.test' }, target), false);
});
