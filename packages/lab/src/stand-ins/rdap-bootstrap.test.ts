import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rdapBootstrap } from './rdap-bootstrap.ts';

const world = { zones: [], now: new Date('2026-03-01T12:00:00.123Z') };
const url = new URL('https://data.iana.org/rdap/dns.json');

describe('the RDAP bootstrap file', () => {
  test('leads test to its registry', () => {
    assert.deepEqual(JSON.parse(rdapBootstrap.answer(url, world).body), {
      description: 'RDAP bootstrap file for Domain Name System registrations',
      publication: '2026-03-01T12:00:00Z',
      services: [[['test'], ['https://rdap.registry.test/']]],
      version: '1.0',
    });
  });

  test('leads the addresses and systems of the lab there as well', () => {
    for (const kind of ['ipv4', 'ipv6', 'asn']) {
      const { body } = rdapBootstrap.answer(new URL(`https://data.iana.org/rdap/${kind}.json`), world);
      assert.deepEqual(JSON.parse(body).services[0][1], ['https://rdap.registry.test/']);
    }
  });

  test('is at one place', () => {
    assert.equal(rdapBootstrap.answer(new URL('https://data.iana.org/'), world).status, 404);
  });

  test('leads nowhere when it is empty', () => {
    assert.deepEqual(JSON.parse(rdapBootstrap.empty(url).body).services, []);
  });
});
