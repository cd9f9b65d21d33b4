import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { type Asked, collect, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { rdapRegistrar } from './rdap-registrar.ts';

const target = { name: 'www.acme.example', registrable: 'acme.example' };
const REGISTRY = 'https://rdap.registry.example/domain/acme.example';
const REGISTRAR = 'https://rdap.registrar.example/v1/domain/ACME.EXAMPLE';
const bootstrap = { services: [[['example'], ['https://rdap.registry.example/']]] };
const link = (rel: string, href: string, type = 'application/rdap+json') => ({
  rel,
  href,
  type,
  value: REGISTRY,
});
const thin = {
  objectClassName: 'domain',
  ldhName: 'ACME.EXAMPLE',
  links: [
    link('self', REGISTRY),
    link('related', 'https://registrar.example/domain/acme.example', 'text/html'),
    link('related', 'http://rdap.registrar.example/domain/acme.example'),
    link('related', REGISTRY),
    link('Related', REGISTRAR),
  ],
};
const thick = {
  objectClassName: 'domain',
  ldhName: 'acme.example',
  status: ['active'],
  events: [{ eventAction: 'expiration', eventDate: '2040-01-01T00:00:00Z' }],
  entities: [
    {
      roles: ['registrant'],
      vcardArray: [
        'vcard',
        [
          ['org', {}, 'text', 'Acme Ltd'],
          ['email', {}, 'text', 'office@acme.example'],
        ],
      ],
    },
  ],
};

function ask(answers: Record<string, WrittenAnswer>, asked: Asked[] = []) {
  const written = {
    'https://data.iana.org/rdap/dns.json': { json: bootstrap },
    [REGISTRY]: { json: thin },
    ...answers,
  };
  return collect(rdapRegistrar, target, writtenHttp(written, asked));
}

describe('rdap-registrar', () => {
  it('follows the registry to the registrar, and tells of the holder alone', async () => {
    const { entities, error } = await ask({ [REGISTRAR]: { json: thick } });
    assert.equal(error, undefined);
    assert.deepEqual(entities, [
      { kind: 'DomainRecord', name: 'acme.example', attributes: { registrant: 'Acme Ltd' } },
      {
        kind: 'ContactRecord',
        name: 'mailto:office@acme.example',
        attributes: {
          contact_type: 'email',
          role: 'registrant',
          published_in: REGISTRAR,
          organization: 'Acme Ltd',
        },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  const silent: [what: string, answers: Record<string, WrittenAnswer>, asked: number][] = [
    [
      'the registry names no registrar',
      { [REGISTRY]: { json: { ...thin, links: [link('self', REGISTRY)] } } },
      2,
    ],
    ['the links are of another form', { [REGISTRY]: { json: { ...thin, links: 'none' } } }, 2],
    ['the registry does not know the domain', { [REGISTRY]: null }, 2],
    ['the registrar does not know the domain', { [REGISTRAR]: null }, 3],
    ['the registrar withholds the holder', { [REGISTRAR]: { json: { ...thick, entities: [] } } }, 3],
  ];
  for (const [what, answers, count] of silent) {
    it(`finds nothing where ${what}`, async () => {
      const asked: Asked[] = [];
      assert.deepEqual(await ask(answers, asked), { entities: [], error: undefined, doubts: [] });
      assert.equal(asked.length, count);
    });
  }

  it('does not follow the registrar any further', async () => {
    const asked: Asked[] = [];
    const links = [link('related', 'https://rdap.third.example/domain/acme.example')];
    await ask({ [REGISTRAR]: { json: { ...thick, links } } }, asked);
    assert.equal(asked.length, 3);
  });

  const failures: [what: string, answer: WrittenAnswer, outcome: string][] = [
    ['another domain', { json: { ...thick, ldhName: 'other.example' } }, 'failed'],
    ['a domain without a name', { json: { objectClassName: 'domain' } }, 'failed'],
    ['an error', { json: { errorCode: 500 } }, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ];
  for (const [what, answer, outcome] of failures) {
    it(`tells of ${what} as ${outcome}`, async () => {
      const { entities, error } = await ask({ [REGISTRAR]: answer });
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
    });
  }
});
