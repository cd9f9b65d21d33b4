import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { rdap } from './rdap.ts';

const zone: ZoneSpec = {
  name: 'acme.test',
  records: [],
  nameServers: [
    { name: 'ns1.acme.test', address: '192.0.2.53' },
    { name: 'ns1.acme.test', address: '2001:db8::53' },
    { name: 'ns2.acme.test', address: '198.51.100.53' },
  ],
  sites: [],
  mail: [],
  knownTo: {
    crtsh: [],
    certspotter: [],
    rdap: {
      registrar: 'Lab Registrar',
      createdAt: '2010-05-06T07:08:09Z',
      expiresInDays: 20,
      statuses: ['client transfer prohibited'],
      secureDns: true,
      abuseEmail: 'abuse@registrar.test',
      registrantOrganization: 'Acme',
    },
  },
  faults: [],
};
const unlisted: ZoneSpec = { ...zone, name: 'unlisted.test', knownTo: { crtsh: [], certspotter: [] } };
const world = { zones: [zone, unlisted], now: new Date('2026-03-01T12:00:00Z') };

describe('RDAP', () => {
  test('a domain tells its life, its locks and its servers', () => {
    const { status, type, body } = ask('/domain/ACME.test.');
    assert.equal(status, 200);
    assert.equal(type, 'application/rdap+json');
    assert.equal(body.objectClassName, 'domain');
    assert.equal(body.ldhName, 'acme.test');
    assert.deepEqual(body.status, ['client transfer prohibited']);
    assert.deepEqual(body.events.slice(0, 2), [
      { eventAction: 'registration', eventDate: '2010-05-06T07:08:09.000Z' },
      { eventAction: 'expiration', eventDate: '2026-03-21T12:00:00.000Z' },
    ]);
    assert.deepEqual(body.nameservers, [
      {
        objectClassName: 'nameserver',
        ldhName: 'ns1.acme.test',
        ipAddresses: { v4: ['192.0.2.53'], v6: ['2001:db8::53'] },
      },
      { objectClassName: 'nameserver', ldhName: 'ns2.acme.test', ipAddresses: { v4: ['198.51.100.53'] } },
    ]);
    assert.deepEqual(body.secureDNS, { zoneSigned: true, delegationSigned: true });
  });

  test('the registrar has a name, an identifier and an abuse desk', () => {
    const registrar = ask('/domain/acme.test').body.entities[0];
    assert.deepEqual(registrar.roles, ['registrar']);
    assert.deepEqual(registrar.vcardArray[1][1], ['fn', {}, 'text', 'Lab Registrar']);
    assert.deepEqual(registrar.publicIds, [{ type: 'IANA Registrar ID', identifier: '9999' }]);
    assert.deepEqual(registrar.entities[0].roles, ['abuse']);
    assert.deepEqual(registrar.entities[0].vcardArray[1].at(-1), [
      'email',
      {},
      'text',
      'abuse@registrar.test',
    ]);
  });

  test('the registrant has an organisation', () => {
    const registrant = ask('/domain/acme.test').body.entities[1];
    assert.deepEqual(registrant.vcardArray[1].at(-1), ['org', { type: 'work' }, 'text', 'Acme']);
    assert.equal(registrant.remarks, undefined);
  });

  for (const path of [
    '/domain/www.acme.test',
    '/domain/unlisted.test',
    '/domain/none.test',
    '/ip/8.8.8.8',
    '/ip/x',
    '/autnum/1',
    '/',
  ]) {
    test(`${path} is not found, with an error object`, () => {
      const { status, body } = ask(path);
      assert.equal(status, 404);
      assert.equal(body.errorCode, 404);
      assert.ok(Array.isArray(body.description));
    });
  }

  test('tells whom addresses and systems are given to', () => {
    const v4 = ask('/ip/192.0.2.70').body;
    assert.deepEqual(v4.cidr0_cidrs, [{ v4prefix: '192.0.2.64', length: 26 }]);
    assert.deepEqual(v4.entities[0].vcardArray[1].at(-1), ['fn', {}, 'text', 'Acme Corporation GmbH']);
    assert.deepEqual(ask('/ip/2001:db8:2::1').body.cidr0_cidrs, [{ v6prefix: '2001:db8:2::', length: 48 }]);
    assert.equal(ask('/autnum/64497').body.startAutnum, 64497);
  });

  test('an empty answer is a domain without facts', () => {
    const { body } = rdap.empty(new URL('/domain/acme.test', 'https://rdap.registry.test'));
    assert.deepEqual(Object.keys(JSON.parse(body)), ['rdapConformance', 'objectClassName', 'ldhName']);
  });
});

function ask(path: string) {
  const { body, ...answer } = rdap.answer(new URL(path, 'https://rdap.registry.test'), world);
  return { ...answer, body: JSON.parse(body) };
}
