import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collect, type WrittenAnswer, writtenHttp, writtenWhois } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { whois } from './whois.ts';

const target = { name: 'www.acme.example', registrable: 'acme.example' };
const RDAP_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const IANA = 'whois.iana.org example';
const REGISTRY = 'whois.nic.example acme.example';
const REGISTRAR = 'whois.registrar.example acme.example';

const refer = 'refer:        whois.nic.example\n\ndomain:       EXAMPLE\n';
const thin = `Domain Name: ACME.EXAMPLE
Registrar WHOIS Server: whois.registrar.example
Registrar: Example Registrar
Creation Date: 1997-09-15T04:00:00Z
Registry Expiry Date: 2028-09-14T04:00:00Z
Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
Name Server: NS1.ACME.EXAMPLE
DNSSEC: unsigned
`;
const thick = `Domain Name: acme.example
Registrar: Example Registrar, Inc.
Registrar Abuse Contact Email: abuse@registrar.example
Registrant Organization: Acme Ltd
`;
const record = {
  registrar: 'Example Registrar',
  created_at: '1997-09-15T04:00:00.000Z',
  expires_at: '2028-09-14T04:00:00.000Z',
  statuses: ['client transfer prohibited'],
  name_servers: ['ns1.acme.example'],
  dnssec_signed: false,
};

function ask(
  answers: Record<string, string | SourceError>,
  {
    asked = [],
    personal = true,
    rdap = {},
  }: { asked?: string[]; personal?: boolean; rdap?: Record<string, WrittenAnswer> } = {},
) {
  const http = writtenHttp({ [RDAP_BOOTSTRAP]: { json: { services: [] } }, ...rdap });
  return collect(whois, target, http, undefined, {
    whois: writtenWhois({ [IANA]: refer, ...answers }, asked),
    personal,
  });
}

describe('whois', () => {
  it('goes from IANA to the registry and on to the registrar', async () => {
    const asked: string[] = [];
    const { entities, error, doubts } = await ask({ [REGISTRY]: thin, [REGISTRAR]: thick }, { asked });
    assert.equal(error, undefined);
    assert.deepEqual(doubts, []);
    assert.deepEqual(asked, [IANA, REGISTRY, REGISTRAR]);
    assert.deepEqual(entities, [
      { kind: 'DomainRecord', name: 'acme.example', attributes: record },
      { kind: 'DomainRecord', name: 'acme.example', attributes: { ...record, registrant: 'Acme Ltd' } },
      {
        kind: 'ContactRecord',
        name: 'mailto:abuse@registrar.example',
        attributes: {
          contact_type: 'email',
          role: 'abuse',
          published_in: 'whois://whois.registrar.example/acme.example',
          organization: 'Example Registrar',
        },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('asks nobody where the registry answers over RDAP', async () => {
    const asked: string[] = [];
    const services = [[['example'], ['https://rdap.nic.example/']]];
    const { error } = await ask({}, { asked, rdap: { [RDAP_BOOTSTRAP]: { json: { services } } } });
    assert.deepEqual([error?.outcome, asked], ['skipped', []]);
  });

  it('does not follow referrals in a circle, nor for ever', async () => {
    const asked: string[] = [];
    const back = thin.replace('whois.registrar.example', 'whois.nic.example');
    const { error } = await ask({ [REGISTRY]: back }, { asked });
    assert.deepEqual([error, asked], [undefined, [IANA, REGISTRY]]);
    const chain = Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [
        `w${at}.nic.example acme.example`,
        `refer: w${at + 1}.nic.example`,
      ]),
    );
    asked.length = 0;
    const endless = await ask({ [REGISTRY]: 'refer: w0.nic.example', ...chain }, { asked });
    assert.deepEqual([endless.error?.outcome, asked.length], ['failed', 4]);
  });

  it('finds nothing where nobody has registered the domain', async () => {
    assert.deepEqual(await ask({ [REGISTRY]: 'No match for "acme.example".' }), {
      entities: [],
      error: undefined,
      doubts: [],
    });
  });

  it('keeps what the registry told when the registrar does not know', async () => {
    const { entities, doubts } = await ask({ [REGISTRY]: thin, [REGISTRAR]: 'No match for acme.example' });
    assert.equal(entities.length, 1);
    assert.deepEqual(doubts, ['whois.registrar.example does not tell of it (not-found)']);
  });

  it('names a holder that may be a person only where persons may be told of', async () => {
    const answer = 'Domain: acme.example\nRegistrar: X\nRegistrant: Jane Doe\n';
    const registrants = async (personal: boolean) =>
      (await ask({ [REGISTRY]: answer }, { personal })).entities.map(
        (entity) => entity.kind === 'DomainRecord' && entity.attributes.registrant,
      );
    assert.deepEqual(await registrants(true), ['Jane Doe']);
    assert.deepEqual(await registrants(false), [undefined]);
  });

  it('says what it could not read, and where', async () => {
    const { doubts } = await ask({ [REGISTRY]: 'Domain: acme.example\nRegistrar: X\nExpires: 05/04/2031\n' });
    assert.deepEqual(doubts, ['whois.nic.example, line 3: ambiguous-date']);
  });

  const failures: [what: string, answers: Record<string, string | SourceError>, outcome: string][] = [
    ['a limit is told as one', { [REGISTRY]: 'Query rate limit exceeded' }, 'limited'],
    [
      'an answer about another domain is a failure',
      { [REGISTRY]: 'Domain: other.example\nRegistrar: X' },
      'failed',
    ],
    ['an answer that says nothing is a failure', { [REGISTRY]: '' }, 'failed'],
    ['a top-level domain without WHOIS is skipped', { [IANA]: 'domain: EXAMPLE\nwhois:\n' }, 'skipped'],
    ['silence is told as such', { [REGISTRY]: new SourceError('timeout', 'late') }, 'timeout'],
  ];
  for (const [what, answers, outcome] of failures) {
    it(what, async () => {
      const { entities, error } = await ask(answers);
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
    });
  }
});
