import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import { askAssertion, assertionFrom, parse } from './bimi.ts';
import { treeWalk } from './dmarc-discovery.ts';

for (const [text, expected] of [
  [
    'v=BIMI1; l=https://acme.test/logo.svg; a=https://acme.test/vmc.pem',
    { location: 'https://acme.test/logo.svg', authority: 'https://acme.test/vmc.pem' },
  ],
  ['v=BIMI1;l=https://acme.test/logo.svg', { authority: '', declined: false }],
  ['v=BIMI1; l=; a=;', { declined: true }],
  ['v=BIMI1; l=https://acme.test/logo.svg; avp=brand', { location: 'https://acme.test/logo.svg' }],
] as const) {
  test(`"${text}" is read`, () => {
    const record = parse(text);
    assert.ok(record !== null);
    assert.deepEqual({ ...record, ...expected, problems: [] }, record);
  });
}

for (const [text, place] of [
  ['v=BIMI1; l=http://acme.test/logo.svg', 'l=http://acme.test/logo.svg'],
  ['v=BIMI1; l=logo.svg', 'l=logo.svg'],
  ['v=BIMI1; a=self; l=https://acme.test/l.svg', 'a=self'],
  ['v=BIMI1', 'v=BIMI1'],
  ['v=BIMI1; l=https://a.test/x; l=https://a.test/y', 'l=https://a.test/y'],
  ['v=BIMI1; words; l=', 'words'],
  ['v=BIMI1; l=; a=https://a.test/x.pem', 'l='],
] as const) {
  test(`"${text}" has a fault, and it is told where`, () => {
    const [found] = parse(text)?.problems ?? [];
    assert.equal(text.slice(found?.start, found?.end), place);
  });
}

for (const text of ['', 'v=bimi1; l=', 'v=BIMI10', 'l=https://a.test; v=BIMI1']) {
  test(`"${text}" is no assertion record`, () => assert.equal(parse(text), null));
}

test("a host without a record has its organization's", async () => {
  const { resolve } = dnsTable({
    '_dmarc.www.acme.test TXT': 'nxdomain',
    '_dmarc.acme.test TXT': ['v=DMARC1; p=reject'],
    '_dmarc.test TXT': 'nxdomain',
    'default._bimi.www.acme.test TXT': 'nxdomain',
    'default._bimi.acme.test TXT': ['v=BIMI1; l='],
  });
  const walk = await treeWalk('www.acme.test', resolve, 'organization');
  const found = assertionFrom(await askAssertion('www.acme.test', walk, resolve));
  assert.equal(found.state === 'present' && found.name, 'default._bimi.acme.test');
});

test('none, other records and silence are told apart', () => {
  const lookup = (answer: Parameters<typeof assertionFrom>[0][number]['answer']) =>
    assertionFrom([{ name: 'default._bimi.acme.test', answer }]).state;
  assert.equal(lookup({ state: 'absent', reason: 'nxdomain' }), 'absent');
  assert.equal(lookup({ state: 'present', records: ['token'] }), 'absent');
  assert.equal(lookup({ state: 'unknown', reason: 'timeout' }), 'unknown');
});

test('any text is read', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { start, end } of parse(`v=BIMI1;${text}`)?.problems ?? []) assert.ok(start <= end);
      parse(text);
    }),
  );
});
