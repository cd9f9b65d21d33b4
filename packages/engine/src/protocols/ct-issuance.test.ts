import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { certificateEntity, certificateName } from './ct-issuance.ts';

const names: [text: string, name: string | null][] = [
  ['www.example.com', 'www.example.com'],
  [' WWW.Example.COM. ', 'www.example.com'],
  ['*.example.com', '*.example.com'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['_acme.example.com', '_acme.example.com'],
  ['user@example.com', null],
  ['AS207960 Test Intermediate - example.com', null],
  ['?.example.com', null],
  ['f*.example.com', null],
  ['-x.example.com', null],
  ['192.0.2.1', null],
  ['2001:db8::1', null],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['*.', null],
  ['a..example.com', null],
  [`${'a'.repeat(64)}.example.com`, null],
  [`${'a.'.repeat(126)}example.com`, null],
  ['<script>.example.com', null],
  ['', null],
];

describe('certificateName', () => {
  for (const [text, name] of names) {
    it(`${JSON.stringify(text.slice(0, 50))} is ${name ?? 'no name'}`, () =>
      assert.equal(certificateName(text), name));
  }

  it('is a fixed point for what it lets pass', () => {
    const text = fc.oneof(fc.domain(), fc.string({ unit: fc.constantFrom('a', '.', '-', '*', '_', '1') }));
    fc.assert(
      fc.property(text, (each) => {
        const name = certificateName(each);
        if (name !== null) assert.equal(certificateName(name), name);
      }),
    );
  });
});

describe('certificateEntity', () => {
  it('tells what the log told', () => {
    const issuance = {
      id: '7',
      names: ['www.example.com', '*.example.com', 'www.example.org'],
      issuer: 'C=US, O=Example CA',
      serial: '0c1f',
      notBefore: '2023-01-13T00:00:00',
      notAfter: '2024-02-13T23:59:59',
    };
    assert.deepEqual(certificateEntity('crtsh', issuance, 'example.com'), {
      kind: 'TLSCertificate',
      name: 'ct:crtsh:7',
      attributes: {
        names: ['*.example.com', 'www.example.com'],
        in_use: false,
        issuer: 'C=US, O=Example CA',
        serial: '0c1f',
        not_before: '2023-01-13T00:00:00.000Z',
        not_after: '2024-02-13T23:59:59.000Z',
      },
    });
  });

  it('drops dates that are none', () => {
    const entity = certificateEntity(
      'crtsh',
      { id: '7', names: ['a.example.com'], notAfter: 'soon' },
      'example.com',
    );
    assert.deepEqual(entity?.attributes, { names: ['a.example.com'], in_use: false });
  });

  it('is nothing when no name is of the domain', () => {
    assert.equal(certificateEntity('crtsh', { id: '7', names: ['example.org'] }, 'example.com'), null);
  });

  it('bounds names and texts', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `h${index}.example.com`);
    const entity = certificateEntity('x', { id: '7', names: many, issuer: 'x'.repeat(5_000) }, 'example.com');
    if (entity?.kind !== 'TLSCertificate') assert.fail();
    assert.equal(entity.attributes.names?.length, 200);
    assert.equal(entity.attributes.issuer?.length, 500);
  });
});
