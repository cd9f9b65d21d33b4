import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DmarcRecord, mailbox, parse, reportsTo } from './dmarc-record.ts';

test('the smallest record has every default', () => {
  assert.deepEqual(parse('v=DMARC1'), {
    text: 'v=DMARC1',
    p: undefined,
    sp: undefined,
    np: undefined,
    adkim: 'r',
    aspf: 'r',
    psd: 'u',
    t: false,
    rua: [],
    ruf: [],
    fo: ['0'],
    problems: [],
  });
});

const read: [text: string, expected: Partial<DmarcRecord>][] = [
  ['v=DMARC1; p=none', { p: 'none' }],
  ['v=DMARC1;p=reject;sp=quarantine;np=none;', { p: 'reject', sp: 'quarantine', np: 'none' }],
  [' V = DMARC1 ; P = Reject ; ADKIM=S', { p: 'reject', adkim: 's' }],
  ['v=DMARC1; t=y; psd=n; aspf=s; p=quarantine', { t: true, psd: 'n', aspf: 's', p: 'quarantine' }],
  [
    'v=DMARC1; p=none; rua=mailto:a@example.com, mailto:b@example.org!10m; ruf=https://example.com/r; fo=1:d',
    {
      rua: ['mailto:a@example.com', 'mailto:b@example.org!10m'],
      ruf: ['https://example.com/r'],
      fo: ['1', 'd'],
      problems: [],
    },
  ],
  ['v=DMARC1; p=none; pct=50; ri=86400; rf=afrf; unknown=1', { problems: [] }],
  ['v=DMARC1; p=none; psd=maybe', { psd: 'u', problems: ['psd must be one of y, n, u.'] }],
  ['v=DMARC1; p=block', { p: 'invalid', problems: ['p must be one of none, quarantine, reject.'] }],
  ['v=DMARC1; p=', { p: 'invalid' }],
  ['v=DMARC1; p=none; p=reject', { p: 'none', problems: ['The tag p stands more than once.'] }],
  ['v=DMARC1; p=none; nonsense', { p: 'none', problems: ['"nonsense" is no tag.'] }],
  ['v=DMARC1; p=none; rua=reports@example.com', { problems: ['rua has something that is no report URI.'] }],
  ['v=DMARC1; p=none; fo=x', { fo: ['0'], problems: ['fo must be made of 0, 1, d and s.'] }],
];
for (const [text, expected] of read) {
  test(`reads "${text}"`, () => {
    const record = parse(text);
    assert.ok(record !== null);
    assert.deepEqual({ ...record, ...expected }, record);
  });
}

for (const text of [
  '',
  'v=spf1 -all',
  'v=DMARC2; p=none',
  'v=dmarc1; p=none',
  'v=DMARC10',
  'p=none; v=DMARC1',
  'v=DMARC1 p=none',
  '"v=DMARC1; p=none"',
]) {
  test(`"${text}" is no record`, () => assert.equal(parse(text), null));
}

for (const [uri, address] of [
  ['mailto:a@example.com', 'a@example.com'],
  ['MAILTO:a@example.com!10m', 'a@example.com'],
  ['mailto:a%21b@example.com', 'a!b@example.com'],
  ['mailto:a@example.com?subject=x', 'a@example.com'],
  ['mailto:', null],
  ['mailto:a', null],
  ['mailto:a b@example.com', null],
  ['mailto:<x>@example.com', null],
  ['https://example.com/', null],
] as const) {
  test(`the mailbox of "${uri}" is ${address}`, () => assert.equal(mailbox(uri), address));
}

test('any text at all is read without a throw, and a record reports somewhere only with a URI', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (rest) => {
      const record = parse(`v=DMARC1;${rest}`);
      assert.ok(record !== null);
      if (reportsTo(record)) assert.ok(record.rua.length > 0);
    }),
  );
});

test('a hostile record is read in a moment', () => {
  const record = parse(`v=DMARC1; p=none; rua=${'mailto:a@b,'.repeat(10_000)}; x=${' \t'.repeat(60_000)}x`);
  assert.equal(record?.rua.length, 50);
});
