import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collectAbout, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { rdapAutnum } from './rdap-autnum.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const SYSTEM = 'https://rdap.near.example/autnum/64500';
const services = [
  [['1-64499', '64501'], ['https://rdap.far.example/']],
  [['64496-64511'], ['https://rdap.near.example/']],
];
const system = {
  objectClassName: 'autnum',
  startAutnum: 64500,
  endAutnum: 64500,
  name: 'ACME-AS',
  entities: [
    { roles: ['registrant'], vcardArray: ['vcard', [['org', {}, 'text', 'Acme GmbH']]] },
    { roles: ['abuse'], vcardArray: ['vcard', [['email', {}, 'text', 'abuse@acme.example']]] },
  ],
};

function ask(answer: WrittenAnswer, name = 'AS64500') {
  const answers = { 'https://data.iana.org/rdap/asn.json': { json: { services } }, [SYSTEM]: answer };
  return collectAbout(rdapAutnum, name, target, writtenHttp(answers));
}

describe('rdap-autnum', () => {
  it('tells whom the system is given to, and whom to turn to', async () => {
    const { entities, error } = await ask({ json: system });
    assert.equal(error, undefined);
    assert.deepEqual(entities, [
      { kind: 'AutonomousSystem', name: 'AS64500', attributes: { registrant: 'Acme GmbH' } },
      {
        kind: 'ContactRecord',
        name: 'mailto:abuse@acme.example',
        attributes: { contact_type: 'email', role: 'abuse', published_in: SYSTEM, organization: 'Acme GmbH' },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('takes a range that holds the number', async () => {
    const { entities } = await ask({ json: { ...system, startAutnum: 64496, endAutnum: 64511 } });
    assert.equal(entities.length, 2);
  });

  it('finds nothing where nobody tells of the number', async () => {
    const nothing = { entities: [], error: undefined, doubts: [] };
    assert.deepEqual(await ask(null), nothing);
    assert.deepEqual(await ask({ json: system }, 'AS65550'), nothing);
  });

  const failures: [what: string, json: unknown][] = [
    ['another system', { ...system, startAutnum: 64501, endAutnum: 64501 }],
    ['a system without its number', { objectClassName: 'autnum' }],
    ['a number that is a text', { ...system, startAutnum: '64500' }],
    ['another object', { objectClassName: 'entity' }],
  ];
  for (const [what, json] of failures) {
    it(`refuses ${what}`, async () => {
      const { entities, error } = await ask({ json });
      assert.deepEqual([entities, error?.outcome], [[], 'failed']);
    });
  }
});
