import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, redirectOf, selectRecords, type Term } from './spf-record.ts';

test('only texts that begin with the version alone are records', () => {
  assert.deepEqual(
    selectRecords([
      'v=spf1',
      'v=spf1 -all',
      'V=SPF1 -all',
      'v=spf10',
      'v=spf1-all',
      ' v=spf1',
      'v=spf1\t-all',
      'x',
    ]),
    ['v=spf1', 'v=spf1 -all', 'V=SPF1 -all'],
  );
});

/** The terms without the macro parts of domains, which have tests of their own. */
function brief(term: Term): string {
  if (term.kind === 'modifier') return term.name;
  const sign = `${term.qualifier}${term.name}`;
  if (term.name === 'ip4' || term.name === 'ip6') return `${sign} ${term.network}`;
  if (term.name === 'a' || term.name === 'mx')
    return `${sign} ${term.domain?.join() ?? '@'} ${term.prefix4} ${term.prefix6}`;
  return sign;
}

const sound: [record: string, terms: string[]][] = [
  ['v=spf1', []],
  ['v=spf1 -all', ['-all']],
  ['v=spf1   ~ALL  ', ['~all']],
  ['v=spf1 a mx ptr', ['+a @ 32 128', '+mx @ 32 128', '+ptr']],
  ['v=spf1 a/24 a//64 a/24//64', ['+a @ 24 128', '+a @ 32 64', '+a @ 24 64']],
  ['v=spf1 ?a:example.org/0 mx:mail.example.org//0', ['?a example.org 0 128', '+mx mail.example.org 32 0']],
  ['v=spf1 ip4:192.0.2.129/28 ip4:192.0.2.1', ['+ip4 192.0.2.128/28', '+ip4 192.0.2.1/32']],
  ['v=spf1 ip6:2001:DB8::1/32 ip6:::1', ['+ip6 2001:db8::/32', '+ip6 ::1/128']],
  ['v=spf1 include:_spf.example.net exists:%{ir}.sbl.example.org -all', ['+include', '+exists', '-all']],
  ['v=spf1 redirect=_spf.example.com exp=explain._spf.%{d}', ['redirect', 'exp']],
  ['v=spf1 future=50% ra=postmaster', ['unknown']],
  ['v=spf1 op=auth ra=postmaster -all', ['unknown', 'unknown', '-all']],
];
for (const [record, terms] of sound) {
  test(`reads "${record}"`, () => assert.deepEqual(parse(record).terms.map(brief), terms));
}

const faulty: [term: string, message: RegExp][] = [
  ['all:x', /no argument/],
  ['include', /needs a domain/],
  ['include:', /no domain/],
  ['include:example', /no domain/],
  ['include:%{x}.com', /macro letter/],
  ['exists:%{c}.example.com', /macro letter/],
  ['ip4', /needs an IPv4 address/],
  ['ip4:', /no IPv4/],
  ['ip4:192.0.2', /no IPv4/],
  ['ip4:192.0.2.256', /no IPv4/],
  ['ip4:192.0.2.1/33', /no IPv4/],
  ['ip4:192.0.2.1/032', /no IPv4/],
  ['ip4:192.0.2.1/', /no IPv4/],
  ['ip4:2001:db8::1', /no IPv4/],
  ['ip6:192.0.2.1', /no IPv6/],
  ['ip6:2001:db8::1/129', /no IPv6/],
  ['ip6:fe80::1%eth0', /no IPv6/],
  ['a/33', /no prefix length/],
  ['a/', /no prefix length/],
  ['a/024', /no prefix length/],
  ['mx//129', /no prefix length/],
  ['a:example.com:8080', /no domain/],
  ['a:111.222.33.44', /no domain/],
  ['ptr:', /no domain/],
  ['ptr/24', /no domain/],
  ['ipv4:192.0.2.1', /no mechanism "ipv4"/],
  ['-', /neither/],
  ['all.', /neither/],
  ['-redirect=example.com', /neither/],
  ['redirect=', /no domain/],
  ['exp=x', /no domain/],
  ['mo%o=x', /neither/],
  ['moo=%{}', /macro/],
  ['a:example.com%%-', /no domain/],
  ['a:exämple.com', /ASCII/],
  ['-аll', /neither/],
];
for (const [term, message] of faulty) {
  test(`finds fault with "${term}", and tells where`, () => {
    const { problems } = parse(`v=spf1 a ${term} -all`);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', message);
    assert.deepEqual([problems[0]?.position, problems[0]?.text], [9, term]);
  });
}

test('redirect and exp stand at most once', () => {
  const { problems } = parse('v=spf1 redirect=a.example redirect=b.example exp=a.example exp=a.example');
  assert.deepEqual(
    problems.map(({ position, message }) => [position, message]),
    [
      [26, '"redirect" stands more than once.'],
      [59, '"exp" stands more than once.'],
    ],
  );
});

for (const [texts, domain] of [
  [['v=spf1 redirect=_SPF.example.net.'], '_spf.example.net'],
  [['other', 'v=spf1 a redirect=_spf.example.net'], '_spf.example.net'],
  [['v=spf1 -all redirect=_spf.example.net'], null],
  [['v=spf1 redirect=%{d}.example.net'], null],
  [['v=spf1 redirect=a.example', 'v=spf1 redirect=b.example'], null],
  [['v=spf1 redirect=a.example ipv4:1'], null],
  [['v=spf1 a'], null],
  [[], null],
] as const) {
  test(`${JSON.stringify(texts)} continues at ${domain}`, () => assert.equal(redirectOf(texts), domain));
}

test('a text that is no record is one problem', () => {
  assert.equal(parse('spf1 -all').problems.length, 1);
});

test('any text at all is read without a throw, each term where it stands', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ a-z0-9:./%{}=+~?-]*$/));
  fc.assert(
    fc.property(text, (rest) => {
      const record = `v=spf1 ${rest}`;
      const { terms, problems } = parse(record);
      for (const term of terms) {
        assert.equal(record.slice(term.position, term.position + term.text.length), term.text);
      }
      for (const problem of problems)
        assert.ok(record.startsWith(problem.text.slice(0, 80), problem.position));
      const words = record.split(' ').filter((word) => word !== '').length - 1;
      assert.ok(terms.length + problems.length <= words);
    }),
    { numRuns: 500 },
  );
});

test('a hostile record is read in a moment', () => {
  parse(`v=spf1 ${'a'.repeat(60_000)}!`);
  parse(`v=spf1 a:${'a.'.repeat(30_000)}!`);
  parse(`v=spf1 ${'/1'.repeat(30_000)}`);
  assert.equal(parse(`v=spf1 ${'! '.repeat(30_000)}`).problems.length, 20);
  assert.equal(parse(`v=spf1 ${'exp=a.b '.repeat(8_000)}`).problems.length, 20);
});
