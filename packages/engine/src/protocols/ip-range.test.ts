import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rangePrefixes } from './ip-range.ts';

const ranges: [first: string, last: string, prefixes: string[]][] = [
  ['192.0.2.0', '192.0.2.255', ['192.0.2.0/24']],
  ['192.0.2.7', '192.0.2.7', ['192.0.2.7/32']],
  ['192.0.2.1', '192.0.2.6', ['192.0.2.1/32', '192.0.2.2/31', '192.0.2.4/31', '192.0.2.6/32']],
  ['193.0.0.0', '193.0.23.255', ['193.0.0.0/20', '193.0.16.0/21']],
  ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
  ['2001:db8::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff', ['2001:db8::/48']],
  ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
  ['192.0.2.9', '192.0.2.1', []],
  ['192.0.2.9', '2001:db8::', []],
  ['x', '192.0.2.1', []],
];

describe('rangePrefixes', () => {
  for (const [first, last, prefixes] of ranges)
    it(`${first} to ${last}`, () => assert.deepEqual(rangePrefixes(first, last), prefixes));

  it('covers as many addresses as the range has', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const [from, to] = [a * 256 + b, c * 256 + d].sort((x, y) => x - y);
        const text = (value = 0) => `10.0.${Math.floor(value / 256)}.${value % 256}`;
        const sizes = rangePrefixes(text(from), text(to)).map(
          (prefix) => 2 ** (32 - Number(prefix.split('/')[1])),
        );
        assert.equal(
          sizes.reduce((sum, size) => sum + size, 0),
          (to ?? 0) - (from ?? 0) + 1,
        );
      }),
    );
  });
});
