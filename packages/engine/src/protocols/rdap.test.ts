import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rdapDomainSchema, registration } from './rdap.ts';

function card(...properties: [name: string, value: unknown][]): unknown {
  return [
    'vcard',
    [['version', {}, 'text', '4.0'], ...properties.map(([name, value]) => [name, {}, 'text', value])],
  ];
}

const registrar = {
  objectClassName: 'entity',
  handle: '292',
  roles: ['registrar'],
  vcardArray: card(['fn', 'Example Registrar, Inc.'], ['email', 'sales@registrar.example']),
  entities: [
    { objectClassName: 'entity', roles: ['abuse'], vcardArray: card(['email', 'Abuse@Registrar.example']) },
    {
      objectClassName: 'entity',
      roles: ['technical'],
      vcardArray: card(['email', 'tech@registrar.example']),
    },
  ],
};

const registrant = {
  objectClassName: 'entity',
  roles: ['registrant'],
  vcardArray: card(
    ['org', 'Acme Ltd'],
    ['email', 'Please query the registrar'],
    ['contact-uri', 'https://r.example/c'],
  ),
};

const whole = {
  objectClassName: 'domain',
  rdapConformance: ['rdap_level_0'],
  ldhName: 'ACME.EXAMPLE.',
  status: ['client transfer prohibited', 'serverHold', 'client transfer prohibited'],
  events: [
    { eventAction: 'registration', eventDate: '2014-11-12T19:15:55.283Z' },
    { eventAction: 'expiration', eventDate: '2030-11-12T19:15:55' },
    { eventAction: 'last changed', eventDate: '2023-10-17T12:47:21+02:00' },
    { eventAction: 'last update of RDAP database', eventDate: '2024-06-18T14:25:27Z' },
  ],
  nameservers: [{ ldhName: 'NS2.acme.example' }, { ldhName: 'ns1.acme.example.' }, { ldhName: 'not a name' }],
  secureDNS: { delegationSigned: true },
  entities: [registrant, registrar],
};

function facts(document: unknown) {
  return registration(rdapDomainSchema.parse(document));
}

describe('registration', () => {
  it('reads a whole answer', () => {
    assert.deepEqual(facts(whole), {
      name: 'acme.example',
      registrar: 'Example Registrar, Inc.',
      createdAt: '2014-11-12T19:15:55.283Z',
      updatedAt: '2023-10-17T10:47:21.000Z',
      expiresAt: '2030-11-12T19:15:55.000Z',
      statuses: ['client transfer prohibited', 'server hold'],
      nameServers: ['ns1.acme.example', 'ns2.acme.example'],
      dnssecSigned: true,
      abuse: ['mailto:Abuse@registrar.example'],
      registrant: { organization: 'Acme Ltd', uris: ['https://r.example/c'] },
    });
  });

  it('leaves out what the registry does not tell', () => {
    assert.deepEqual(facts({ objectClassName: 'domain' }), { abuse: [] });
  });

  it('leaves out what is not of its form', () => {
    const odd = {
      objectClassName: 'domain',
      ldhName: 7,
      status: 'active',
      events: [null, { eventAction: 'expiration' }, { eventAction: 'expiration', eventDate: 'never' }],
      nameservers: null,
      secureDNS: 'yes',
      entities: [{ roles: 'registrar' }, 'x', { roles: ['registrar'], vcardArray: { fn: 'x' } }],
      redacted: 'all',
    };
    assert.deepEqual(facts(odd), { abuse: [] });
  });

  it('names a registrar without a card by its handle', () => {
    assert.equal(
      facts({ ...whole, entities: [{ handle: 'REG-X', roles: ['Registrar'] }] }).registrar,
      'REG-X',
    );
  });

  it('takes a signed delegation from the DS records when it is not told otherwise', () => {
    assert.equal(facts({ ...whole, secureDNS: { dsData: [{ keyTag: 1 }] } }).dnssecSigned, true);
    assert.equal(facts({ ...whole, secureDNS: { dsData: [] } }).dnssecSigned, false);
    assert.equal(facts({ ...whole, secureDNS: {} }).dnssecSigned, undefined);
  });

  it('takes the abuse desk beside the registrar when there is none within', () => {
    const beside = { roles: ['abuse'], vcardArray: card(['email', 'abuse@registry.example']) };
    assert.deepEqual(facts({ ...whole, entities: [beside] }).abuse, ['mailto:abuse@registry.example']);
    assert.deepEqual(facts({ ...whole, entities: [beside, registrar] }).abuse, [
      'mailto:Abuse@registrar.example',
    ]);
  });

  it('takes a delegation that is told in two ways for neither', () => {
    const secureDNS = { delegationSigned: false, dsData: [{ keyTag: 1 }] };
    assert.equal(facts({ ...whole, secureDNS }).dnssecSigned, undefined);
    assert.equal(facts({ ...whole, secureDNS: { keyData: [{ flags: 257 }] } }).dnssecSigned, true);
    assert.equal(facts({ ...whole, secureDNS: { delegationSigned: 'true' } }).dnssecSigned, undefined);
  });

  it('reads names that are told in Unicode alone', () => {
    const answer = facts({
      objectClassName: 'domain',
      unicodeName: 'MÜNCHEN.example',
      nameservers: [{ unicodeName: 'ns.bücher.example' }, { ldhName: 7 }, {}],
    });
    assert.equal(answer.name, 'xn--mnchen-3ya.example');
    assert.deepEqual(answer.nameServers, ['ns.xn--bcher-kva.example']);
  });

  it('takes the name in letters, digits and hyphens where the two differ', () => {
    const names = { ldhName: 'xn--mnchen-3ya.example', unicodeName: 'andere.example' };
    assert.equal(facts({ objectClassName: 'domain', ...names }).name, 'xn--mnchen-3ya.example');
  });

  it('takes dates at their offsets, the first registration and the last expiration', () => {
    const event = (eventAction: string, eventDate: string) => ({ eventAction, eventDate });
    const events = [
      event('Registration', '2001-03-01T00:30:00+09:00'),
      event('registration', '2001-02-28T16:00:00Z'),
      event('registrar expiration', '2040-01-01T00:00:00Z'),
      event('expiration', '2030-12-31T23:30:00-05:00'),
      event('expiration', '2031-01-01T03:00:00Z'),
      event('expiration', '2031-02-30T03:00:00Z'),
    ];
    const { createdAt, expiresAt } = facts({ objectClassName: 'domain', events });
    assert.deepEqual([createdAt, expiresAt], ['2001-02-28T15:30:00.000Z', '2031-01-01T04:30:00.000Z']);
  });

  it('reads the statuses of EPP as RDAP spells them (RFC 8056)', () => {
    const status = [
      ...['ok', 'addPeriod', 'pendingDelete', 'clientHold https://icann.org/epp#clientHold'],
      ...[
        'serverTransferProhibited (https://icann.org/epp)',
        'SERVER RENEW PROHIBITED',
        '',
        null,
        ['active'],
      ],
    ];
    assert.deepEqual(facts({ objectClassName: 'domain', status }).statuses, [
      'active',
      'add period',
      'client hold',
      'pending delete',
      'server renew prohibited',
      'server transfer prohibited',
    ]);
  });

  it('names an organization by its formatted name where the card is of one', () => {
    const named = (kind: string) =>
      facts({
        ...whole,
        entities: [{ roles: ['registrant'], vcardArray: card(['kind', kind], ['fn', 'Acme Ltd']) }],
      }).registrant?.organization;
    assert.deepEqual([named('org'), named('ORG'), named('individual')], ['Acme Ltd', 'Acme Ltd', undefined]);
  });

  it('tells no address of a registrant that is redacted', () => {
    const entities = [{ ...registrant, vcardArray: card(['org', 'Acme Ltd'], ['email', 'j*@acme.example']) }];
    const redacted = [{ name: { type: 'Registrant Email' }, method: 'partialValue' }];
    assert.deepEqual(facts({ ...whole, entities, redacted }).registrant, {
      organization: 'Acme Ltd',
      uris: [],
    });
  });

  const redactions: [what: string, redacted: unknown][] = [
    ['the place of the entity', { name: {}, prePath: "$.entities[0].vcardArray[1][?(@[0]=='org')]" }],
    ['the card as a whole', { name: {}, postPath: '$.entities[0].vcardArray' }],
    ['the entity as a whole', { name: {}, prePath: "$.entities[?(@.roles[0]=='registrant')]" }],
    ['its registered name', { name: { type: 'Registrant Organization' }, method: 'replacementValue' }],
    ['its description', { name: { description: 'Registrant Organisation' } }],
    [
      'its path',
      {
        name: { description: 'x' },
        prePath: "$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='org')][3]",
      },
    ],
  ];
  for (const [what, redacted] of redactions) {
    it(`does not tell an organization that is redacted by ${what}`, () => {
      assert.equal(facts({ ...whole, redacted: [redacted] }).registrant, undefined);
    });
  }

  it('tells the organization when something else is redacted', () => {
    const redacted = [
      { name: {}, prePath: "$.entities[1].vcardArray[1][?(@[0]=='org')]" },
      { name: {}, prePath: '$.entities[0].handle' },
      {
        name: { type: 'Registrant Name' },
        prePath: "$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='fn')]",
      },
      { name: { type: 'Tech Organization' } },
      null,
    ];
    assert.equal(facts({ ...whole, redacted }).registrant?.organization, 'Acme Ltd');
  });

  for (const org of ['REDACTED FOR PRIVACY', 'Data Protected', 'Not Disclosed', '']) {
    it(`does not take ${JSON.stringify(org)} for an organization`, () => {
      const entities = [{ roles: ['registrant'], vcardArray: card(['org', org]) }];
      assert.equal(facts({ ...whole, entities }).registrant, undefined);
    });
  }

  it('bounds a huge answer', () => {
    const many = <T>(value: T) => Array.from({ length: 5_000 }, () => value);
    const statuses = Array.from({ length: 5_000 }, (_, index) => `s${index}`);
    const huge = { ...whole, status: statuses, entities: many(registrar), events: many(whole.events[0]) };
    assert.equal(facts(huge).statuses?.length, 200);
  });

  it('takes entities nested without end', () => {
    const depth = 2_000;
    const nested = JSON.parse(`${'{"roles":["abuse"],"entities":['.repeat(depth)}${']}'.repeat(depth)}`);
    assert.deepEqual(facts({ ...whole, entities: [nested] }).abuse, []);
  });

  it('never throws for what the schema lets pass', () => {
    const field = fc.jsonValue({ maxDepth: 3 });
    const document = fc.record({
      objectClassName: fc.constant('domain'),
      ldhName: field,
      status: field,
      events: fc.oneof(
        field,
        fc.array(fc.record({ eventAction: fc.constant('expiration'), eventDate: field })),
      ),
      entities: fc.oneof(
        field,
        fc.array(fc.record({ roles: fc.constant(['registrant']), vcardArray: field })),
      ),
      nameservers: field,
      secureDNS: field,
      redacted: field,
    });
    fc.assert(fc.property(document, (each) => assert.doesNotThrow(() => facts(each))));
  });
});

describe('rdapDomainSchema', () => {
  const refused: [what: string, value: unknown][] = [
    ['an error', { errorCode: 501, title: 'Not Implemented' }],
    ['another object', { objectClassName: 'entity', handle: '1' }],
    ['a list', []],
    ['null', null],
  ];
  for (const [what, value] of refused) {
    it(`refuses ${what}`, () => assert.equal(rdapDomainSchema.safeParse(value).success, false));
  }
});
