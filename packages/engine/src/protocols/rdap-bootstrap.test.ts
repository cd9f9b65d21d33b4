import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rdapBase, rdapBootstrapSchema } from './rdap-bootstrap.ts';

const bootstrap = rdapBootstrapSchema.parse({
  description: 'RDAP bootstrap file for Domain Name System registrations',
  publication: '2024-04-24T18:00:02Z',
  version: '1.0',
  services: [
    [
      ['example', 'Test'],
      ['http://rdap.registry.example/', 'https://rdap.registry.example/'],
    ],
    [['co.example'], ['https://rdap.co.example/v1']],
    [['plain'], ['http://rdap.plain.example/']],
    [['xn--p1acf'], ['https://rdap.idn.example/']],
    [['broken'], ['ftp://rdap.example/', 'not a url', 'https://rdap.example/?q=']],
    'nonsense',
    [['short']],
  ],
});

const cases: [name: string, base: string | null][] = [
  ['acme.example', 'https://rdap.registry.example/'],
  ['acme.test', 'https://rdap.registry.example/'],
  ['ACME.EXAMPLE.', 'https://rdap.registry.example/'],
  ['acme.co.example', 'https://rdap.co.example/v1/'],
  ['acme.notco.example', 'https://rdap.registry.example/'],
  ['acme.plain', 'http://rdap.plain.example/'],
  ['acme.xn--p1acf', 'https://rdap.idn.example/'],
  ['acme.broken', null],
  ['acme.short', null],
  ['acme.ample', null],
  ['acme.invalid', null],
];

describe('rdapBase', () => {
  for (const [name, base] of cases) {
    it(`${name} falls under ${base ?? 'no service'}`, () => assert.equal(rdapBase(bootstrap, name), base));
  }

  it('answers with a base that a path can be put behind, whatever the registry lists', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.webUrl(), fc.string())), (urls) => {
        const base = rdapBase({ services: [[['example'], urls]] }, 'acme.example');
        if (base !== null)
          assert.ok(new URL(`${base}domain/acme.example`).pathname.endsWith('/domain/acme.example'));
      }),
    );
  });
});

describe('rdapBootstrapSchema', () => {
  it('refuses what is not a bootstrap registry', () => {
    for (const value of [{}, { services: {} }, [], null, 'x']) {
      assert.equal(rdapBootstrapSchema.safeParse(value).success, false);
    }
  });
});
