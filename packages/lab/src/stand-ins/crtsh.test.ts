import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { crtsh } from './crtsh.ts';

const zone: ZoneSpec = {
  name: 'acme.test',
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: {
    crtsh: [
      'acme.test',
      '*.acme.test',
      'www.acme.test',
      'partner.example',
      'admin@acme.test',
      'notacme.test',
    ],
    certspotter: [],
  },
  faults: [],
};
const world = { zones: [zone], now: new Date('2026-03-01T12:00:00Z') };

describe('crt.sh', () => {
  const questions: [query: string, names: string[]][] = [
    ['q=%25.acme.test', ['*.acme.test', 'www.acme.test']],
    ['q=acme.test', ['*.acme.test', 'acme.test', 'admin@acme.test', 'www.acme.test']],
    ['identity=ACME.test', ['*.acme.test', 'acme.test', 'admin@acme.test', 'www.acme.test']],
    ['q=www.acme.test', ['www.acme.test']],
    ['q=unknown.test', []],
  ];
  for (const [query, names] of questions) {
    test(`${query} finds ${names.length} names`, () => {
      const found = ask(query).flatMap((entry) => entry.name_value.split('\n'));
      assert.deepEqual([...new Set(found)].toSorted(), names);
    });
  }

  test('an entry has the shape of the real one', () => {
    const entries = ask('q=%25.acme.test');
    assert.deepEqual(entries[2], {
      issuer_ca_id: 412_001,
      issuer_name: 'C=ZZ, O=Cyborux Lab, CN=Cyborux Lab Issuing',
      common_name: 'acme.test',
      name_value: '*.acme.test',
      id: entries[2]?.id,
      entry_timestamp: '2026-01-30T00:00:00.000',
      not_before: '2026-01-30T00:00:00',
      not_after: '2026-04-29T23:59:59',
      serial_number: entries[2]?.serial_number,
      result_count: 2,
    });
    assert.match(entries[2]?.serial_number ?? '', /^[0-9a-f]{32}$/);
  });

  test('every certificate is there twice under one serial number', () => {
    const entries = ask('q=acme.test');
    assert.equal(new Set(entries.map((entry) => entry.id)).size, entries.length);
    assert.equal(new Set(entries.map((entry) => entry.serial_number)).size, entries.length / 2);
  });

  test('without output=json it is a page', () => {
    assert.match(crtsh.answer(new URL('https://crt.sh/?q=acme.test'), world).type, /html/);
  });

  test('when it is broken it is a page with status 200', () => {
    const broken = crtsh.broken(crtsh.empty(new URL('https://crt.sh/')));
    assert.equal(broken.status, 200);
    assert.match(broken.body, /<HTML>/);
  });

  test('the domain of a question leaves out the placeholder', () => {
    assert.equal(crtsh.domainOf(new URL('https://crt.sh/?q=%25.Acme.test')), 'acme.test');
    assert.equal(crtsh.domainOf(new URL('https://crt.sh/')), null);
  });
});

interface Entry {
  id: number;
  name_value: string;
  serial_number: string;
}

function ask(query: string): Entry[] {
  const answer = crtsh.answer(new URL(`https://crt.sh/?${query}&output=json`), world);
  assert.equal(answer.status, 200);
  return JSON.parse(answer.body);
}
