import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseWhoisNetwork, type WhoisNetworkAnswer } from './whois-network.ts';

const registered: [what: string, text: string, told: Partial<WhoisNetworkAnswer>][] = [
  [
    'RIPE',
    `% Information related to '192.0.2.0 - 192.0.2.127'

% Abuse contact for '192.0.2.0 - 192.0.2.127' is 'abuse@acme.example'

inetnum:        192.0.2.0 - 192.0.2.127
netname:        ACME-NET
country:        de
org:            ORG-AC1-RIPE
created:        2003-03-17T12:15:57Z

organisation:   ORG-AC1-RIPE
org-name:       Acme GmbH

route:          192.0.0.0/16
origin:         AS64500
`,
    {
      prefix: '192.0.2.0/25',
      name: 'ACME-NET',
      organization: 'Acme GmbH',
      country: 'DE',
      abuse: ['mailto:abuse@acme.example'],
    },
  ],
  [
    'ARIN, the smaller of two networks',
    `NetRange:       192.0.0.0 - 192.0.255.255
CIDR:           192.0.0.0/16
NetName:        BIG
Organization:   Big Inc. (BIG)

# end

NetRange:       192.0.2.0 - 192.0.2.255
CIDR:           192.0.2.0/24
NetName:        ACME
Organization:   Acme LLC (ACME-1)

OrgName:        Acme LLC
OrgAbuseEmail:  abuse@acme.example
`,
    { prefix: '192.0.2.0/24', name: 'ACME', organization: 'Acme LLC', abuse: ['mailto:abuse@acme.example'] },
  ],
  [
    'LACNIC',
    'inetnum:     192.0.2/24\nstatus:      allocated\nowner:       Acme SA\ncountry:     BR\n',
    { prefix: '192.0.2.0/24', organization: 'Acme SA', country: 'BR', abuse: [] },
  ],
  [
    'JPNIC',
    'a. [Network Number]             192.0.2.0/24\nb. [Network Name]               ACME\ng. [Organization]               Acme K.K.\n',
    { prefix: '192.0.2.0/24', name: 'ACME', organization: 'Acme K.K.', abuse: [] },
  ],
  [
    'KRNIC',
    'IPv4 Address       : 192.0.2.0 - 192.0.2.255 (/24)\nOrganization Name  : Acme Korea\n',
    { prefix: '192.0.2.0/24', organization: 'Acme Korea', abuse: [] },
  ],
];

const others: [text: string, answer: WhoisNetworkAnswer][] = [
  ['%ERROR:101: no entries found\n%\n% No entries found in source RIPE.', { state: 'absent' }],
  ['No match found for n + 192.0.2.9.', { state: 'absent' }],
  ['%ERROR:201: access denied for 192.0.2.1', { state: 'unknown', reason: 'limited' }],
  ['inetnum: 0.0.0.0 - 255.255.255.255\nnetname: IANA-BLK', { state: 'unknown', reason: 'other-network' }],
  ['inetnum: 198.51.100.0 - 198.51.100.255\nnetname: X', { state: 'unknown', reason: 'other-network' }],
  ['inetnum: 192.0.2.255 - 192.0.2.0', { state: 'unknown', reason: 'other-network' }],
  ['inetnum: nonsense', { state: 'unknown', reason: 'other-network' }],
  ['', { state: 'unknown', reason: 'unrecognised' }],
];

describe('parseWhoisNetwork', () => {
  for (const [what, text, told] of registered) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseWhoisNetwork(text, '192.0.2.9'), { state: 'registered', ...told });
    });
  }

  it('reads IPv6', () => {
    const answer = parseWhoisNetwork('inet6num: 2001:DB8::/32\nnetname: ACME', '2001:db8::9');
    assert.equal(answer.state === 'registered' && answer.prefix, '2001:db8::/32');
  });

  for (const [text, answer] of others) {
    it(`takes ${JSON.stringify(text)} for ${answer.state}`, () => {
      assert.deepEqual(parseWhoisNetwork(text, '192.0.2.9'), answer);
    });
  }

  it('never throws', () => {
    const line = fc.constantFrom(...registered.flatMap(([, text]) => text.split('\n')));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1_000 }),
      fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, fc.string(), (written, address) => {
        const { state } = parseWhoisNetwork(written, address);
        assert.ok(['registered', 'absent', 'unknown'].includes(state));
      }),
    );
  });
});
