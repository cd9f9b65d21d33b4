import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { type Asked, collect, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { rdap } from './rdap.ts';

const target = { name: 'www.acme.example', registrable: 'acme.example' };
const BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const DOMAIN = 'https://rdap.registry.example/v1/domain/acme.example';

const bootstrap = {
  publication: '2024-04-24T18:00:02Z',
  services: [
    [['net', 'com'], ['https://rdap.other.example/']],
    [['example'], ['http://rdap.registry.example/v1/', 'https://rdap.registry.example/v1/']],
  ],
};

const domain = {
  objectClassName: 'domain',
  ldhName: 'ACME.EXAMPLE',
  status: ['client transfer prohibited'],
  events: [
    { eventAction: 'registration', eventDate: '2014-11-12T19:15:55Z' },
    { eventAction: 'last changed', eventDate: '2023-10-17T10:47:21Z' },
    { eventAction: 'expiration', eventDate: '2030-11-12T19:15:55Z' },
  ],
  nameservers: [{ ldhName: 'ns1.acme.example' }, { ldhName: 'ns2.acme.example' }],
  secureDNS: { delegationSigned: false },
  entities: [
    { roles: ['registrant'], vcardArray: ['vcard', [['org', {}, 'text', 'Acme Ltd']]] },
    {
      roles: ['registrar'],
      vcardArray: ['vcard', [['fn', {}, 'text', 'Example Registrar']]],
      entities: [
        { roles: ['abuse'], vcardArray: ['vcard', [['email', {}, 'text', 'abuse@registrar.example']]] },
      ],
    },
  ],
};

function ask(answers: Record<string, WrittenAnswer>, asked: Asked[] = []) {
  return collect(rdap, target, writtenHttp({ [BOOTSTRAP]: { json: bootstrap }, ...answers }, asked));
}

describe('rdap', () => {
  it('tells of the registration and whom to turn to', async () => {
    const { entities, error } = await ask({ [DOMAIN]: { json: domain } });
    assert.equal(error, undefined);
    assert.deepEqual(entities, [
      {
        kind: 'DomainRecord',
        name: 'acme.example',
        attributes: {
          registrar: 'Example Registrar',
          registrant: 'Acme Ltd',
          created_at: '2014-11-12T19:15:55.000Z',
          updated_at: '2023-10-17T10:47:21.000Z',
          expires_at: '2030-11-12T19:15:55.000Z',
          statuses: ['client transfer prohibited'],
          name_servers: ['ns1.acme.example', 'ns2.acme.example'],
          dnssec_signed: false,
        },
      },
      {
        kind: 'ContactRecord',
        name: 'mailto:abuse@registrar.example',
        attributes: {
          contact_type: 'email',
          role: 'abuse',
          published_in: DOMAIN,
          organization: 'Example Registrar',
        },
      },
      {
        kind: 'ContactRecord',
        name: DOMAIN,
        attributes: {
          contact_type: 'url',
          role: 'registrant',
          published_in: DOMAIN,
          organization: 'Acme Ltd',
        },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('asks the registry for RDAP, over https where it can', async () => {
    const asked: Asked[] = [];
    await ask({ [DOMAIN]: { json: domain } }, asked);
    assert.deepEqual(asked.at(-1), { url: DOMAIN, headers: { accept: 'application/rdap+json' } });
  });

  it('tells only of the registration when the registrant is redacted', async () => {
    const redacted = [{ name: { type: 'Registrant Organization' } }];
    const { entities } = await ask({ [DOMAIN]: { json: { ...domain, redacted } } });
    assert.deepEqual(
      entities.map(({ kind }) => kind),
      ['DomainRecord', 'ContactRecord'],
    );
  });

  it('tells that there is a registration even when the registry tells nothing of it', async () => {
    const { entities } = await ask({ [DOMAIN]: { json: { objectClassName: 'domain' } } });
    assert.deepEqual(entities, [{ kind: 'DomainRecord', name: 'acme.example', attributes: {} }]);
  });

  it('finds nothing when the registry does not know the domain', async () => {
    assert.deepEqual(await ask({ [DOMAIN]: null }), { entities: [], error: undefined, doubts: [] });
  });

  it('finds nothing when the registry says so with the status 200', async () => {
    const json = { errorCode: 404, title: 'Not Found', rdapConformance: ['rdap_level_0'] };
    assert.deepEqual(await ask({ [DOMAIN]: { json } }), { entities: [], error: undefined, doubts: [] });
  });

  it('says when the registry had no time for the whole of it', async () => {
    const remarks = [{ type: 'object truncated due to excessive load', description: ['later'] }];
    const { entities, doubts } = await ask({ [DOMAIN]: { json: { ...domain, remarks } } });
    assert.equal(entities.length, 3);
    assert.deepEqual(doubts, ['the registry left out a part of it']);
    const notices = [{ type: 'object truncated due to authorization' }, { title: 'Terms of Use' }, 7];
    assert.deepEqual((await ask({ [DOMAIN]: { json: { ...domain, notices } } })).doubts, []);
  });

  it('takes a huge answer', async () => {
    const emails = Array.from({ length: 5_000 }, (_, index) => [
      'email',
      {},
      'text',
      `a${index}@registrar.example`,
    ]);
    const entities = [{ roles: ['abuse'], vcardArray: ['vcard', emails] }];
    const answer = await ask({ [DOMAIN]: { json: { ...domain, entities } } });
    assert.equal(answer.entities.filter(({ kind }) => kind === 'ContactRecord').length, 20);
  });

  const failures: [what: string, answers: Record<string, WrittenAnswer>, outcome: string][] = [
    ['a top-level domain without RDAP is skipped', { [BOOTSTRAP]: { json: { services: [] } } }, 'skipped'],
    ['a bootstrap that is not there is a failure', { [BOOTSTRAP]: null }, 'failed'],
    ['a malformed bootstrap is a failure', { [BOOTSTRAP]: { json: { services: 'none' } } }, 'failed'],
    ['another object is a failure', { [DOMAIN]: { json: { objectClassName: 'entity' } } }, 'failed'],
    ['an error document is a failure', { [DOMAIN]: { json: { errorCode: 501 } } }, 'failed'],
    [
      'an error beside a domain is a failure',
      { [DOMAIN]: { json: { ...domain, errorCode: 500 } } },
      'failed',
    ],
    ['a limit with the status 200 is one', { [DOMAIN]: { json: { errorCode: '429' } } }, 'limited'],
    ['a list of domains is a failure', { [DOMAIN]: { json: { domainSearchResults: [domain] } } }, 'failed'],
    ['a domain in a list is a failure', { [DOMAIN]: { json: [domain] } }, 'failed'],
    [
      'another domain in Unicode is a failure',
      { [DOMAIN]: { json: { ...domain, ldhName: undefined, unicodeName: 'andere.example' } } },
      'failed',
    ],
    [
      'another domain is a failure',
      { [DOMAIN]: { json: { ...domain, ldhName: 'other.example' } } },
      'failed',
    ],
    ['a refusal is told', { [DOMAIN]: new SourceError('failed', '403') }, 'failed'],
    ['a limit is told as one', { [DOMAIN]: new SourceError('limited', '429') }, 'limited'],
  ];
  for (const [what, answers, outcome] of failures) {
    it(what, async () => {
      const { entities, error } = await ask(answers);
      assert.deepEqual(entities, []);
      assert.equal(error?.outcome, outcome);
    });
  }
});
