import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isDocumentation, refusal } from './egress.ts';

const REFUSED = {
  'an unspecified address': ['0.0.0.0', '0.1.2.3', '::'],
  'a loopback address': ['127.0.0.1', '127.255.255.254', '::1'],
  'a private address': ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'a carrier-grade NAT address': ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  'a link-local address': ['169.254.169.254', '169.254.170.2', 'fe80::1', 'febf::1'],
  'a metadata address': ['168.63.129.16'],
  'a multicast address': ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'a broadcast address': ['255.255.255.255'],
  'a reserved address': ['240.0.0.1', '255.255.255.254'],
  'a benchmarking address': ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'a documentation address': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.255',
    '2001:db8::1',
    '3fff::1',
    '3fff:fff::1',
  ],
  'a protocol-assignment address': ['192.0.0.1', '192.0.0.9', '192.0.0.192', '2001:1::1', '2001:100::1'],
  'a 6to4 relay address': ['192.88.99.1'],
  'a unique-local address': ['fd00:ec2::254', 'fc00::1', 'fdff::1'],
  'a site-local address': ['fec0::1'],
  'an IPv4-mapped address': ['::ffff:7f00:1', '::ffff:808:808'],
  'an IPv4-compatible address': ['::7f00:1', '::a00:1'],
  'a local NAT64 address': ['64:ff9b:1::a00:1'],
  'a Teredo address': ['2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1'],
  'a discard-only address': ['100::1'],
  'a segment-routing address': ['5f00::1'],
  'an unassigned address': ['4000::1', '1::1', '64:ff9b:2::1', '100:0:0:1::1'],
  'a translated form of a private address': ['64:ff9b::a00:1', '2002:a00:1::1', '2002:c0a8:101::'],
  'a translated form of a loopback address': ['64:ff9b::7f00:1', '2002:7f00:1::'],
  'a translated form of a link-local address': ['64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::1'],
  'a translated form of a documentation address': ['64:ff9b::c000:201'],
};

for (const [reason, addresses] of Object.entries(REFUSED)) {
  test(`refuses ${reason}`, () => {
    for (const address of addresses) assert.equal(refusal(address), reason, address);
  });
}

test('lets addresses of the internet pass, up to the edges of the refused blocks', () => {
  const passing = [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.0.3.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '203.0.112.255',
    '203.0.114.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '2a00::1',
    '2001:db9::1',
    '2003::1',
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2001:4:112::1',
    '2620:4f:8000::1',
  ];
  for (const address of passing) assert.equal(refusal(address), null, address);
});

test('refuses every spelling that some library reads as another address', () => {
  const spellings = [
    '',
    ' ',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.1',
    '127.0.1',
    '127.0.0.01',
    '010.0.0.1',
    '08.8.8.8',
    ' 8.8.8.8',
    '8.8.8.8 ',
    '8.8.8.8\n',
    '8.8.8',
    '8.8.8.8.',
    '8.8.8.256',
    '8.8.8.8/32',
    '٨.8.8.8',
    '[2606:4700::1]',
    '2606:4700::1%eth0',
    '2606:4700:0::1',
    '2606:4700::0001',
    '2606:4700::A',
    '::ffff:8.8.8.8',
    'localhost',
    'example.com',
    '1.1.1.1:80',
    '134744072',
    '0x08.8.8.8',
    '8.8.8.8\0',
  ];
  for (const spelling of spellings) assert.notEqual(refusal(spelling), null, JSON.stringify(spelling));
});

test('whatever passes is the canonical spelling of a unicast address', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6(),
    fc.stringMatching(/^[0-9a-fx.:%[\]]{1,40}$/),
  );
  fc.assert(
    fc.property(anything, (text) => {
      if (refusal(text) !== null) return;
      const parsed = ipaddr.parse(text);
      const again = parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
      assert.equal(again, text);
      const range = parsed.range();
      assert.ok(
        ['unicast', 'rfc6052', '6to4', 'as112', 'as112v6', 'amt'].includes(range),
        `${text} is ${range}`,
      );
    }),
    { numRuns: 2_000 },
  );
});

test('no IPv4 address that is refused passes in an IPv6 dress', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
      const high = ((a << 8) | b).toString(16);
      const low = ((c << 8) | d).toString(16);
      for (const dressed of [`64:ff9b::${high}:${low}`, `2002:${high}:${low}::1`, `::ffff:${high}:${low}`]) {
        const address = ipaddr.IPv6.parse(dressed).toRFC5952String();
        if (refusal(text) !== null) assert.notEqual(refusal(address), null, address);
      }
    }),
  );
});

test('knows the documentation ranges from the other refused ones', () => {
  for (const address of ['192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1']) {
    assert.ok(isDocumentation(address), address);
  }
  for (const address of ['10.0.0.1', '8.8.8.8', '192.0.0.1', '64:ff9b::c000:201']) {
    assert.ok(!isDocumentation(address), address);
  }
});
