import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { type Asked, collectAbout, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { rdapIp } from './rdap-ip.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const NETWORK = 'https://rdap.near.example/ip/203.0.113.9';
const services = [
  [['203.0.0.0/8', '198.0.0.0/8'], ['https://rdap.far.example/']],
  [['203.0.113.0/24'], ['http://rdap.near.example', 'https://rdap.near.example']],
  null,
];
const network = {
  objectClassName: 'ip network',
  startAddress: '203.0.113.0',
  endAddress: '203.0.113.127',
  name: 'ACME-NET',
  country: 'de',
  entities: [
    {
      roles: ['registrant'],
      vcardArray: [
        'vcard',
        [
          ['kind', {}, 'text', 'org'],
          ['fn', {}, 'text', 'Acme GmbH'],
        ],
      ],
      entities: [{ roles: ['abuse'], vcardArray: ['vcard', [['email', {}, 'text', 'abuse@acme.example']]] }],
    },
    { roles: ['technical'], vcardArray: ['vcard', [['fn', {}, 'text', 'Somebody']]] },
  ],
};

function ask(answer: WrittenAnswer, asked: Asked[] = []) {
  const answers = { 'https://data.iana.org/rdap/ipv4.json': { json: { services } }, [NETWORK]: answer };
  return collectAbout(rdapIp, '203.0.113.9', target, writtenHttp(answers, asked));
}

describe('rdap-ip', () => {
  it('tells whom the network is given to, and whom to turn to', async () => {
    const { entities, error } = await ask({ json: network });
    assert.equal(error, undefined);
    assert.deepEqual(entities, [
      { kind: 'Netblock', name: '203.0.113.0/25', attributes: { country: 'DE', registrant: 'Acme GmbH' } },
      {
        kind: 'ContactRecord',
        name: 'mailto:abuse@acme.example',
        attributes: {
          contact_type: 'email',
          role: 'abuse',
          published_in: NETWORK,
          organization: 'Acme GmbH',
        },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('takes the prefix that holds the address among those that are listed', async () => {
    const cidrs = [
      { v4prefix: '203.0.112.0', length: 24 },
      { v4prefix: '203.0.113.0', length: 28 },
      { v4prefix: '203.0.113.0', length: 99 },
      { v6prefix: '2001:db8::', length: 32 },
      'x',
    ];
    const { entities } = await ask({ json: { ...network, cidr0_cidrs: cidrs } });
    assert.equal(entities[0]?.name, '203.0.113.0/28');
  });

  it('asks for IPv6 where IPv6 is told of', async () => {
    const answers = {
      'https://data.iana.org/rdap/ipv6.json': {
        json: { services: [[['2001:db8::/32'], ['https://r.example/']]] },
      },
      'https://r.example/ip/2001:db8::9': {
        json: { ...network, startAddress: '2001:db8::', endAddress: '2001:db8:0:ffff:ffff:ffff:ffff:ffff' },
      },
    };
    const { entities } = await collectAbout(rdapIp, '2001:db8::9', target, writtenHttp(answers));
    assert.equal(entities[0]?.name, '2001:db8::/48');
  });

  const silent: [what: string, answer: WrittenAnswer][] = [
    ['a network that nobody knows', null],
    ['an error 404 with the status 200', { json: { errorCode: 404 } }],
    [
      'the whole of the address space',
      { json: { ...network, startAddress: '0.0.0.0', endAddress: '255.255.255.255' } },
    ],
  ];
  for (const [what, answer] of silent) {
    it(`finds nothing in ${what}`, async () => {
      assert.deepEqual(await ask(answer), { entities: [], error: undefined, doubts: [] });
    });
  }

  const failures: [what: string, answer: WrittenAnswer, outcome: string][] = [
    [
      'another network',
      { json: { ...network, startAddress: '198.51.100.0', endAddress: '198.51.100.9' } },
      'failed',
    ],
    ['a network without its addresses', { json: { objectClassName: 'ip network' } }, 'failed'],
    ['another object', { json: { objectClassName: 'domain', ldhName: 'acme.example' } }, 'failed'],
    ['an error', { json: { errorCode: 500, title: 'Oops' } }, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ];
  for (const [what, answer, outcome] of failures) {
    it(`tells of ${what} as ${outcome}`, async () => {
      const { entities, error } = await ask(answer);
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
    });
  }
});
