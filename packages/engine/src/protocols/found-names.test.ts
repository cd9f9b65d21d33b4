import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { foundNames } from './found-names.ts';

describe('found names', () => {
  const cases: [what: string, listed: string[], names: string[]][] = [
    ['names as they are', ['www.acme.test', 'acme.test'], ['www.acme.test', 'acme.test']],
    [
      'upper case, trailing dots, wildcards',
      ['WWW.Acme.TEST.', '*.shop.acme.test'],
      ['www.acme.test', 'shop.acme.test'],
    ],
    [
      'several in a text',
      ['a.acme.test\nb.acme.test, c.acme.test'],
      ['a.acme.test', 'b.acme.test', 'c.acme.test'],
    ],
    ['URLs', ['https://u:p@a.acme.test:8443/x?y=http://z', '//b.acme.test/'], ['a.acme.test']],
    [
      'ports and paths without a scheme',
      ['a.acme.test:80/x', 'b.acme.test/'],
      ['a.acme.test', 'b.acme.test'],
    ],
    ['mail addresses', ['admin@acme.test', 'acme.test'], ['acme.test']],
    ['names of others', ['acme.test.evil.example', 'notacme.test', 'test'], []],
    [
      'invisible characters',
      ['\u200bwww.acme.test', '\ufeffapi.acme.test\u200b'],
      ['www.acme.test', 'api.acme.test'],
    ],
    ['IDN', ['bücher.acme.test'], ['xn--bcher-kva.acme.test']],
    [
      'remains of escapes',
      ['25www.acme.test', '2fapi.acme.test', '252fmail.acme.test', '3dhttp.acme.test'],
      [],
    ],
    ['remains of escapes before found names', ['shop.acme.test', '2fshop.acme.test'], ['shop.acme.test']],
    [
      'labels that only look alike',
      ['2fast.acme.test', '3dprint.acme.test', '25years.acme.test'],
      ['2fast.acme.test', '3dprint.acme.test', '25years.acme.test'],
    ],
    ['what is no name', ['', '   ', '-', '..', '%2e.acme.test', 'a..acme.test', 'sp ace'], []],
    ['duplicates', ['a.acme.test', 'A.acme.test.'], ['a.acme.test']],
  ];
  for (const [what, listed, names] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(foundNames(listed, 'acme.test'), names));
  }

  it('finds nothing but names of the domain in whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 })), (texts) => {
        for (const name of foundNames([...texts, ...texts.map((each) => `${each}.acme.test`)], 'acme.test')) {
          assert.match(name, /^(?:[a-z0-9_-]+\.)*acme\.test$/);
        }
      }),
    );
  });
});
