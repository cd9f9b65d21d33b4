import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  bySpecificity,
  type Origin,
  originName,
  parseOrigin,
  parseSystem,
  type System,
  systemName,
} from './team-cymru.ts';

const origins: [what: string, text: string, address: string, origin: Origin | null][] = [
  [
    'a usual line',
    '64500 | 192.0.2.0/24 | US | arin | 1998-09-25',
    '192.0.2.7',
    { asns: [64500], prefix: '192.0.2.0/24', country: 'US', registry: 'arin' },
  ],
  [
    'several systems announce it',
    '64500 64501 64500 | 192.0.2.0/24 | US | arin | 1998-09-25',
    '192.0.2.7',
    { asns: [64500, 64501], prefix: '192.0.2.0/24', country: 'US', registry: 'arin' },
  ],
  [
    'IPv6',
    '64500 | 2001:DB8::/32 | NL | ripencc | 2005-01-01',
    '2001:db8::1',
    { asns: [64500], prefix: '2001:db8::/32', country: 'NL', registry: 'ripencc' },
  ],
  [
    'no country, no registry',
    '64500 | 192.0.2.0/24 |  |  | ',
    '192.0.2.7',
    { asns: [64500], prefix: '192.0.2.0/24' },
  ],
  ['no system', 'NA | 192.0.2.0/24 | US | arin | 1998-09-25', '192.0.2.7', null],
  ['a prefix of somewhere else', '64500 | 198.51.100.0/24 | US | arin | ', '192.0.2.7', null],
  ['no prefix', '64500 | | US | arin | ', '192.0.2.7', null],
  ['a number too large', '4294967296 | 192.0.2.0/24 | US | arin | ', '192.0.2.7', null],
  ['another text', 'v=spf1 -all', '192.0.2.7', null],
  ['nothing', '', '192.0.2.7', null],
];

const systems: [what: string, text: string, system: System | null][] = [
  [
    'a usual line',
    '64500 | US | arin | 2002-01-04 | EXAMPLE-AS - Example, Inc., US',
    { asn: 64500, holder: 'EXAMPLE-AS - Example, Inc.', country: 'US' },
  ],
  [
    'no country behind the name',
    '64500 | US | arin | 2002-01-04 | EXAMPLE-AS',
    { asn: 64500, holder: 'EXAMPLE-AS', country: 'US' },
  ],
  ['a bar in the name', '64500 |  | arin | | A | B', { asn: 64500, holder: 'A | B' }],
  ['no name', '64500 | US | arin | 2002-01-04 | ', null],
  ['no number', 'x | US | arin | 2002-01-04 | EXAMPLE', null],
  ['nothing', '', null],
];

describe('names to ask for', () => {
  it('IPv4 is asked for under origin', () =>
    assert.equal(originName('192.0.2.7'), '7.2.0.192.origin.asn.cymru.com'));

  it('IPv6 is asked for under origin6, nibble by nibble', () =>
    assert.equal(originName('2001:db8::1'), `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.origin6.asn.cymru.com`));

  it('a system is asked for by its number', () => assert.equal(systemName(64500), 'AS64500.asn.cymru.com'));
});

describe('parseOrigin', () => {
  for (const [what, text, address, origin] of origins) {
    it(what, () => assert.deepEqual(parseOrigin(text, address), origin));
  }

  it('bounds the systems of a line', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index + 1).join(' ');
    assert.equal(parseOrigin(`${many} | 192.0.2.0/24`, '192.0.2.7')?.asns.length, 16);
  });

  it('never throws', () => {
    const text = fc.string({ unit: fc.constantFrom('|', ' ', '6', '/', '.', ':', 'A', '🦊') });
    fc.assert(fc.property(text, (each) => assert.doesNotThrow(() => parseOrigin(each, '192.0.2.7'))));
  });
});

describe('parseSystem', () => {
  for (const [what, text, system] of systems) {
    it(what, () => assert.deepEqual(parseSystem(text), system));
  }

  it('bounds the name', () => {
    assert.equal(parseSystem(`64500 | US | arin | | ${'x'.repeat(10_000)}`)?.holder.length, 200);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => parseSystem(text))));
  });
});

describe('bySpecificity', () => {
  it('puts the longest prefix first, in whatever order the lines came', () => {
    const wide: Origin = { asns: [64501], prefix: '192.0.0.0/16' };
    const narrow: Origin = { asns: [64502], prefix: '192.0.2.0/24' };
    const twin: Origin = { asns: [64500], prefix: '192.0.2.0/24' };
    assert.deepEqual([wide, narrow, twin].sort(bySpecificity), [twin, narrow, wide]);
    assert.deepEqual([narrow, twin, wide].sort(bySpecificity), [twin, narrow, wide]);
  });
});
