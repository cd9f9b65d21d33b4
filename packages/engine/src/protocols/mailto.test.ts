import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mailtoUri } from './mailto.ts';

const cases: [text: string, uri: string | null][] = [
  ['abuse@example.com', 'mailto:abuse@example.com'],
  [' Abuse@Example.COM ', 'mailto:Abuse@example.com'],
  ['mailto:abuse@example.com', 'mailto:abuse@example.com'],
  ['first.last+tag@mail.example.co.uk', 'mailto:first.last+tag@mail.example.co.uk'],
  ['a/b?c#d&e%f@example.com', 'mailto:a%2Fb%3Fc%23d%26e%25f@example.com'],
  ['abuse@xn--bcher-kva.example', 'mailto:abuse@xn--bcher-kva.example'],
  ['abuse@example.xn--p1ai', 'mailto:abuse@example.xn--p1ai'],
  ['Please query the registrar', null],
  ['REDACTED FOR PRIVACY', null],
  ['abuse@localhost', null],
  ['abuse@192.0.2.1', null],
  ['abuse@-x.example', null],
  ['@example.com', null],
  ['abuse@', null],
  ['a b@example.com', null],
  ['a\nb@example.com', null],
  [`${'a'.repeat(65)}@example.com`, null],
  [`a@${'b.'.repeat(130)}com`, null],
  ['', null],
];

describe('mailtoUri', () => {
  for (const [text, uri] of cases) {
    it(`${JSON.stringify(text.slice(0, 40))} is ${uri ?? 'no address'}`, () =>
      assert.equal(mailtoUri(text), uri));
  }

  it('any mail address comes out as a URI of just that address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const uri = mailtoUri(address);
        if (uri === null) return;
        const url = new URL(uri);
        assert.equal(url.search + url.hash, '');
        assert.equal(decodeURIComponent(url.pathname), address);
      }),
    );
  });
});
