import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ZoneSpec } from '../spec.ts';
import { certspotter, issuancesPerPage } from './certspotter.ts';

const hosts = Array.from({ length: 45 }, (_, index) => `h${index}.acme.test`);
const zone: ZoneSpec = {
  name: 'acme.test',
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: { crtsh: [], certspotter: ['acme.test', 'partner.example', ...hosts] },
  faults: [],
};
const world = { zones: [zone], now: new Date('2026-03-01T12:00:00Z') };
const everything = 'domain=acme.test&include_subdomains=true&expand=dns_names';

describe('Cert Spotter', () => {
  test('pages follow each other until one is empty', () => {
    const names: string[] = [];
    const sizes: number[] = [];
    let after = '';
    for (;;) {
      const page = ask(`${everything}${after}`);
      sizes.push(page.length);
      if (page.length === 0) break;
      names.push(...page.flatMap((entry) => entry.dns_names ?? []));
      after = `&after=${page.at(-1)?.id}`;
    }
    assert.deepEqual(sizes, [issuancesPerPage, issuancesPerPage, 4, 0]);
    assert.deepEqual(names, zone.knownTo.certspotter);
  });

  test('an issuance has the shape of the real one', () => {
    const [first] = ask(`${everything}&expand=issuer`);
    assert.deepEqual(Object.keys(first ?? {}), [
      'id',
      'tbs_sha256',
      'cert_sha256',
      'dns_names',
      'pubkey_sha256',
      'issuer',
      'not_before',
      'not_after',
      'revoked',
    ]);
    assert.equal(first?.not_before, '2026-01-30T00:00:00Z');
    assert.equal(first?.not_after, '2026-04-29T23:59:59Z');
    assert.deepEqual(first?.dns_names, ['acme.test', 'partner.example']);
  });

  test('names and issuer come when they are asked for', () => {
    const [first] = ask('domain=acme.test');
    assert.ok(first && !('dns_names' in first) && !('issuer' in first));
  });

  test('without include_subdomains it is the name alone', () => {
    assert.equal(ask('domain=acme.test').length, 1);
    assert.equal(ask('domain=h1.acme.test').length, 1);
    assert.equal(ask('domain=h1.acme.test&include_subdomains=true').length, 1);
  });

  const failures: [path: string, status: number][] = [
    ['/v1/issuances', 400],
    ['/v1/issuances?domain=acme.test&after=x', 400],
    ['/v0/certs?domain=acme.test', 404],
  ];
  for (const [path, status] of failures) {
    test(`${path} fails with ${status}, a code and a message`, () => {
      const answer = certspotter.answer(new URL(path, 'https://api.certspotter.com'), world);
      assert.equal(answer.status, status);
      assert.deepEqual(Object.keys(JSON.parse(answer.body)), ['code', 'message']);
    });
  }
});

interface Issuance {
  id: string;
  dns_names?: string[];
  not_before: string;
  not_after: string;
}

function ask(query: string): Issuance[] {
  const answer = certspotter.answer(new URL(`https://api.certspotter.com/v1/issuances?${query}`), world);
  assert.equal(answer.status, 200);
  return JSON.parse(answer.body);
}
