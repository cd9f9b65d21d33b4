import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addressVersion,
  canonicalAddress,
  canonicalPrefix,
  prefixContains,
  reverseName,
} from './ip-address.ts';

const canonical: [text: string, address: string | null][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['::ffff:c000:0201', '::ffff:192.0.2.1'],
  ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['::192.0.2.1', '::c000:201'],
  ['010.0.0.1', null],
  ['0x7f.0.0.1', null],
  ['127.1', null],
  ['2130706433', null],
  ['256.0.0.1', null],
  ['192.0.2.1 ', null],
  ['::ffff:192.0.2.256', null],
  ['fe80::1%eth0', null],
  ['[::1]', null],
  ['1::2::3', null],
  ['example.com', null],
  ['', null],
];

const prefixes: [text: string, prefix: string | null][] = [
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['192.0.2.77/24', '192.0.2.0/24'],
  ['192.0.2.255/25', '192.0.2.128/25'],
  ['192.0.2.1/0', '0.0.0.0/0'],
  ['192.0.2.1/32', '192.0.2.1/32'],
  ['2001:DB8:1::1/32', '2001:db8::/32'],
  ['2001:db8::/129', null],
  ['192.0.2.0/33', null],
  ['192.0.2/24', null],
  ['192.0.2.0', null],
  ['192.0.2.0/-1', null],
];

describe('canonicalAddress', () => {
  for (const [text, address] of canonical) {
    it(`${text || 'an empty text'} is ${address ?? 'no address'}`, () =>
      assert.equal(canonicalAddress(text), address));
  }

  it('is a fixed point for every address, and the platform reads the same address in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = canonicalAddress(text) ?? assert.fail(text);
        assert.equal(canonicalAddress(address), address);
        assert.equal(addressVersion(address), isIP(address));
        if (isIP(text) === 6) {
          assert.equal(new URL(`http://[${address}]/`).hostname, new URL(`http://[${text}]/`).hostname);
        }
      }),
    );
  });

  it('never throws, and takes for an address only what the platform takes for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', 'f', 'x', ':', '.', '/', '%') }), (text) => {
        if (canonicalAddress(text) !== null) assert.notEqual(isIP(text), 0);
      }),
    );
  });
});

describe('canonicalPrefix', () => {
  for (const [text, prefix] of prefixes) {
    it(`${text} is ${prefix ?? 'no prefix'}`, () => assert.equal(canonicalPrefix(text), prefix));
  }

  it('holds the address that it was made of', () => {
    const sized = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128)));
    fc.assert(
      fc.property(sized, ([address, length]) => {
        const prefix = canonicalPrefix(`${canonicalAddress(address)}/${length}`) ?? assert.fail(address);
        assert.ok(prefixContains(prefix, address));
        assert.equal(canonicalPrefix(prefix), prefix);
      }),
    );
  });
});

describe('prefixContains', () => {
  it('tells inside from outside, and one family from the other', () => {
    assert.equal(prefixContains('192.0.2.0/24', '192.0.2.255'), true);
    assert.equal(prefixContains('192.0.2.0/24', '192.0.3.0'), false);
    assert.equal(prefixContains('::/0', '192.0.2.1'), false);
    assert.equal(prefixContains('0.0.0.0/0', '::1'), false);
    assert.equal(prefixContains('nonsense', '192.0.2.1'), false);
  });
});

describe('reverseName', () => {
  it('turns the octets of IPv4 around', () => {
    assert.equal(reverseName('192.0.2.1'), '1.2.0.192.in-addr.arpa');
  });

  it('turns the nibbles of IPv6 around', () => {
    assert.equal(
      reverseName('4321:0:1:2:3:4:567:89ab'),
      'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa',
    );
  });

  it('refuses what is not an address', () => {
    assert.throws(() => reverseName('example.com'), TypeError);
  });
});
