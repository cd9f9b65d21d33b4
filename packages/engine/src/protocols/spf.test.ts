import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import type { Resolve } from './dns-answer.ts';
import { checkHost, type SpfOutcome, type SpfResult } from './spf.ts';

type Written = Parameters<typeof dnsTable>[0];

/** The zones of RFC 7208 appendix A. */
const zones: Written = {
  'example.com MX': [
    { preference: 10, exchange: 'mail-a.example.com' },
    { preference: 20, exchange: 'mail-b.example.com' },
  ],
  'example.com A': ['192.0.2.10', '192.0.2.11'],
  'amy.example.com A': ['192.0.2.65'],
  'bob.example.com A': ['192.0.2.66'],
  'mail-a.example.com A': ['192.0.2.129'],
  'mail-b.example.com A': ['192.0.2.130'],
  'example.org MX': [{ preference: 10, exchange: 'mail-c.example.org' }],
  'example.org A': 'nodata',
  'mail-c.example.org A': ['192.0.2.140'],
  '10.2.0.192.in-addr.arpa PTR': ['example.com'],
  '65.2.0.192.in-addr.arpa PTR': ['amy.example.com'],
  '140.2.0.192.in-addr.arpa PTR': ['mail-c.example.org'],
  '4.0.0.10.in-addr.arpa PTR': ['bob.example.com'],
};

function check(
  record: string | Written,
  ip: string,
  options: { sender?: string; helo?: string; at?: Date; receiver?: string } = {},
): Promise<SpfOutcome> {
  const own = typeof record === 'string' ? { 'example.com TXT': [record] } : record;
  const { resolve } = dnsTable({ ...zones, ...own });
  return checkHost(
    { ip, domain: 'example.com', sender: 'user@example.com', helo: 'mx.example.com', ...options },
    resolve,
  );
}

const simple: [record: string, ip: string, result: SpfResult][] = [
  ['v=spf1 +all', '203.0.113.1', 'pass'],
  ['v=spf1 a -all', '192.0.2.10', 'pass'],
  ['v=spf1 a -all', '192.0.2.65', 'fail'],
  ['v=spf1 a:example.org -all', '192.0.2.10', 'fail'],
  ['v=spf1 mx -all', '192.0.2.129', 'pass'],
  ['v=spf1 mx -all', '192.0.2.10', 'fail'],
  ['v=spf1 mx:example.org -all', '192.0.2.140', 'pass'],
  ['v=spf1 mx mx:example.org -all', '192.0.2.140', 'pass'],
  ['v=spf1 mx/30 mx:example.org/30 -all', '192.0.2.131', 'pass'],
  ['v=spf1 mx/30 mx:example.org/30 -all', '192.0.2.143', 'pass'],
  ['v=spf1 mx/30 mx:example.org/30 -all', '192.0.2.132', 'fail'],
  ['v=spf1 ptr -all', '192.0.2.65', 'pass'],
  ['v=spf1 ptr -all', '192.0.2.140', 'fail'],
  ['v=spf1 ptr -all', '10.0.0.4', 'fail'],
  ['v=spf1 ip4:192.0.2.128/28 -all', '192.0.2.65', 'fail'],
  ['v=spf1 ip4:192.0.2.128/28 -all', '192.0.2.129', 'pass'],
];
for (const [record, ip, result] of simple) {
  test(`appendix A.1: "${record}" and ${ip}: ${result}`, async () => {
    assert.equal((await check(record, ip)).result, result);
  });
}

test('appendix A.2: domains that share one record', async () => {
  const shared = {
    'example.com TXT': ['v=spf1 include:example.org include:example.net -all'],
    'example.org TXT': ['v=spf1 -all'],
    'example.net TXT': ['v=spf1 redirect=la.example.net'],
    'la.example.net TXT': ['v=spf1 ip4:192.0.2.1 -all'],
  };
  const outcome = await check(shared, '192.0.2.1');
  assert.deepEqual(outcome, { result: 'pass', matched: 'include:example.net', lookups: 3, voidLookups: 0 });
});

test('appendix A.3: a list of addresses in the DNS', async () => {
  const list = {
    'example.com TXT': ['v=spf1 exists:%{l1r+}.%{d}'],
    'mary.example.com A': ['127.0.0.2'],
    'fred.example.com A': 'nxdomain',
  } as const;
  assert.equal((await check(list, '192.0.2.1', { sender: 'mary+lists@example.com' })).result, 'pass');
  assert.equal((await check(list, '192.0.2.1', { sender: 'fred@example.com' })).result, 'neutral');
});

test('appendix A.4: several requirements at once', async () => {
  const zone = {
    'example.com TXT': ['v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all'],
    'ip4._spf.example.com TXT': ['v=spf1 -ip4:192.0.2.0/24 +all'],
    'ptr._spf.example.com TXT': ['v=spf1 -ptr:example.com +all'],
  };
  assert.equal((await check(zone, '192.0.2.65')).result, 'pass');
  assert.equal((await check(zone, '192.0.2.140')).result, 'fail');
});

const txt = (...records: string[]): Written => ({ 'example.com TXT': records });
const rules: [title: string, zone: Written, result: SpfResult][] = [
  ['no TXT record', { 'example.com TXT': 'nodata' }, 'none'],
  ['no such domain', { 'example.com TXT': 'nxdomain' }, 'none'],
  ['no SPF record among the TXT records', txt('other', 'v=spf10 -all'), 'none'],
  ['a DNS that does not answer', { 'example.com TXT': 'timeout' }, 'temperror'],
  ['two records', txt('v=spf1 -all', 'v=spf1 +all'), 'permerror'],
  ['a record without terms', txt('v=spf1'), 'neutral'],
  ['a record in which nothing matches', txt('v=spf1 ip4:203.0.113.1'), 'neutral'],
  ['a soft fail', txt('v=spf1 ~all'), 'softfail'],
  ['a neutral match', txt('v=spf1 ?all'), 'neutral'],
  ['the first match', txt('v=spf1 ?all -all'), 'neutral'],
  ['a fault after the match', txt('v=spf1 +all ipv4:1'), 'permerror'],
  ['an unknown modifier', txt('v=spf1 foo=bar -all'), 'fail'],
  [
    'an address query that fails',
    { ...txt('v=spf1 a:x.example -all'), 'x.example A': 'servfail' },
    'temperror',
  ],
  ['an MX query that fails', { ...txt('v=spf1 mx:x.example -all'), 'x.example MX': 'timeout' }, 'temperror'],
  [
    'the address of an exchange that fails',
    {
      ...txt('v=spf1 mx:x.example -all'),
      'x.example MX': [{ preference: 1, exchange: 'm.example.com' }],
      'm.example.com A': 'timeout',
    },
    'temperror',
  ],
  [
    'a reverse query that fails',
    { ...txt('v=spf1 ptr -all'), '1.2.0.192.in-addr.arpa PTR': 'timeout' },
    'fail',
  ],
  [
    'an include without a record',
    { ...txt('v=spf1 include:x.example'), 'x.example TXT': 'nxdomain' },
    'permerror',
  ],
  [
    'an include that fails',
    { ...txt('v=spf1 include:x.example ?all'), 'x.example TXT': ['v=spf1 -all'] },
    'neutral',
  ],
  [
    'an include that times out',
    { ...txt('v=spf1 include:x.example'), 'x.example TXT': 'timeout' },
    'temperror',
  ],
  [
    'an include with a fault',
    { ...txt('v=spf1 include:x.example'), 'x.example TXT': ['v=spf1 x'] },
    'permerror',
  ],
  [
    'a redirect without a record',
    { ...txt('v=spf1 redirect=x.example'), 'x.example TXT': 'nodata' },
    'permerror',
  ],
  ['a redirect beside all', txt('v=spf1 -all redirect=x.example'), 'fail'],
  ['a redirect', { ...txt('v=spf1 redirect=x.example'), 'x.example TXT': ['v=spf1 ~all'] }, 'softfail'],
  ['a domain that includes itself', txt('v=spf1 include:example.com -all'), 'permerror'],
  ['a domain that redirects to itself', txt('v=spf1 redirect=example.com'), 'permerror'],
  ['a name that cannot be asked for', txt('v=spf1 a:x..example -all'), 'fail'],
];
for (const [title, zone, result] of rules) {
  test(`${title}: ${result}`, async () => assert.equal((await check(zone, '192.0.2.1')).result, result));
}

test('the tenth lookup is allowed, the eleventh is not', async () => {
  const names = Array.from({ length: 11 }, (_, index) => `a:h${index}.example`);
  const hosts = Object.fromEntries(names.map((name) => [`${name.slice(2)} A`, ['203.0.113.7']]));
  const ten = await check({ ...hosts, ...txt(`v=spf1 ${names.slice(0, 10).join(' ')} -all`) }, '192.0.2.1');
  assert.deepEqual([ten.result, ten.lookups], ['fail', 10]);
  assert.equal(
    (await check({ ...hosts, ...txt(`v=spf1 ${names.join(' ')} -all`) }, '192.0.2.1')).result,
    'permerror',
  );
});

test('the second void lookup is allowed, the third is not', async () => {
  const hosts = { 'a.example A': 'nxdomain', 'b.example A': 'nodata', 'c.example A': 'nxdomain' } as const;
  const two = await check({ ...hosts, ...txt('v=spf1 a:a.example a:b.example -all') }, '192.0.2.1');
  assert.deepEqual([two.result, two.voidLookups], ['fail', 2]);
  const three = await check(
    { ...hosts, ...txt('v=spf1 a:a.example a:b.example a:c.example -all') },
    '192.0.2.1',
  );
  assert.equal(three.result, 'permerror');
});

test('eleven mail exchangers are too many', async () => {
  const MX = Array.from({ length: 11 }, (_, index) => ({ preference: index, exchange: `m${index}.example` }));
  const hosts = Object.fromEntries(MX.map(({ exchange }) => [`${exchange} A`, ['203.0.113.1']]));
  const at = (count: number) => ({
    ...hosts,
    ...txt('v=spf1 mx -all'),
    'example.com MX': MX.slice(0, count),
  });
  assert.equal((await check(at(10), '192.0.2.1')).result, 'fail');
  assert.equal((await check(at(11), '192.0.2.1')).result, 'permerror');
});

test('names of an address beyond the tenth are not looked at', async () => {
  const names = [...Array.from({ length: 10 }, (_, index) => `n${index}.example`), 'late.example.com'];
  const hosts = Object.fromEntries(names.slice(0, 10).map((name) => [`${name} A`, ['192.0.2.1']]));
  const zone = { ...hosts, ...txt('v=spf1 ptr -all'), '1.2.0.192.in-addr.arpa PTR': names };
  assert.equal((await check(zone, '192.0.2.1')).result, 'fail');
});

test('IPv6 clients are looked for among AAAA records and by the second prefix', async () => {
  const zone = { ...txt('v=spf1 a:h.example/8//32 -all'), 'h.example AAAA': ['2001:db8:1::1'] };
  assert.equal((await check(zone, '2001:db8:ffff::9')).result, 'pass');
  assert.equal((await check(txt('v=spf1 ip6:2001:db8::/32 -all'), '2001:db9::1')).result, 'fail');
});

test('an IPv4-mapped client is an IPv4 client', async () => {
  assert.equal((await check(txt('v=spf1 ip4:192.0.2.1 -all'), '::ffff:192.0.2.1')).result, 'pass');
});

test('the reverse form of an IPv6 client is made of nibbles', async () => {
  const name = '1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com';
  const zone = { ...txt('v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all'), [`${name} A`]: ['127.0.0.2'] };
  assert.equal((await check(zone, '2001:db8::cb01')).result, 'pass');
});

test('the validated name is the domain, one below it, any, or unknown', async () => {
  const zone = (names: string[] | 'nxdomain', looked: string): Written => ({
    ...txt('v=spf1 exists:%{p}.list.example -all'),
    '65.2.0.192.in-addr.arpa PTR': names,
    'x.test A': ['192.0.2.65'],
    'forged.example A': ['203.0.113.1'],
    [`${looked}.list.example A`]: ['127.0.0.2'],
  });
  for (const [names, looked] of [
    [['x.test', 'amy.example.com'], 'amy.example.com'],
    [['forged.example', 'x.test'], 'x.test'],
    [['forged.example'], 'unknown'],
    ['nxdomain', 'unknown'],
  ] as const) {
    const outcome = await check(zone(names as string[] | 'nxdomain', looked), '192.0.2.65');
    assert.deepEqual([outcome.result, outcome.lookups], ['pass', 2], looked);
  }
});

test('a name that came out too long loses labels from the left', async () => {
  const local = 'a.'.repeat(200);
  const kept = `${'a.'.repeat(120)}list.example`;
  const zone = { ...txt('v=spf1 exists:%{l}list.example -all'), [`${kept} A`]: ['127.0.0.2'] };
  assert.equal(kept.length, 252);
  assert.equal((await check(zone, '192.0.2.1', { sender: `${local}@example.com` })).result, 'pass');
});

const explained = (
  explanation: string[] | 'nxdomain' | 'timeout',
  record = 'v=spf1 -all exp=why.%{d}',
): Written => ({
  ...txt(record),
  'why.example.com TXT': explanation,
});

test('a failure is explained, macros and all', async () => {
  const zone = explained(['%{i} is not one of %{d}, says %{r} at %{t} about %{c}; see %{S}']);
  const outcome = await check(zone, '192.0.2.1', {
    receiver: 'mx.test',
    at: new Date('2026-01-01T00:00:00Z'),
  });
  assert.equal(
    outcome.explanation,
    '192.0.2.1 is not one of example.com, says mx.test at 1767225600 about 192.0.2.1; see user%40example.com',
  );
});

test('what an explanation asks does not count', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `n${index}.example`);
  const zone = {
    ...explained(['by %{p}'], `v=spf1 ${names.map((name) => `a:${name}`).join(' ')} -all exp=why.%{d}`),
    ...Object.fromEntries(
      names.map((name, index) => [`${name} A`, index < 2 ? 'nxdomain' : ['203.0.113.7']]),
    ),
    '1.2.0.192.in-addr.arpa PTR': 'nxdomain',
  } satisfies Written;
  const outcome = await check(zone, '192.0.2.1');
  assert.deepEqual([outcome.explanation, outcome.lookups, outcome.voidLookups], ['by unknown', 10, 2]);
});

test('a sender outside ASCII matches no name, not even by its lower case', async () => {
  const zone = { ...txt('v=spf1 exists:%{l}.list.example -all'), 'k.list.example A': ['127.0.0.2'] };
  assert.equal((await check(zone, '192.0.2.1', { sender: 'K@example.com' })).result, 'pass');
  assert.equal((await check(zone, '192.0.2.1', { sender: '\u212a@example.com' })).result, 'fail');
});

test('an explanation that is not there, or at fault, is left out', async () => {
  for (const broken of ['nxdomain', 'timeout', ['one', 'two'], ['%{z}'], ['x'.repeat(5000)]] satisfies (
    | string[]
    | 'nxdomain'
    | 'timeout'
  )[]) {
    const outcome = await check(explained(broken), '192.0.2.1');
    assert.deepEqual(outcome, { result: 'fail', matched: '-all', lookups: 0, voidLookups: 0 });
  }
});

test('nothing but a failure is explained, and no include explains', async () => {
  assert.equal((await check(txt('v=spf1 ~all exp=why.%{d}'), '192.0.2.1')).explanation, undefined);
  const zone = {
    ...txt('v=spf1 -include:x.example ?all'),
    'x.example TXT': ['v=spf1 +all exp=why.example.com'],
  };
  const outcome = await check(zone, '192.0.2.1');
  assert.deepEqual([outcome.result, outcome.explanation], ['fail', undefined]);
});

test('the explanation after a redirect is that of the record it leads to', async () => {
  const zone = {
    ...txt('v=spf1 redirect=x.example exp=mine.example'),
    'x.example TXT': ['v=spf1 -all exp=theirs.example'],
    'theirs.example TXT': ['theirs'],
  };
  assert.equal((await check(zone, '192.0.2.1')).explanation, 'theirs');
});

test('an error says which record is at fault', async () => {
  const outcome = await check(txt('v=spf1 ipv4:192.0.2.1 -all'), '192.0.2.1');
  assert.match(outcome.problem ?? '', /example\.com: "ipv4:192\.0\.2\.1"/);
});

test('a domain of one label, or none, has no SPF', async () => {
  const { resolve } = dnsTable({});
  for (const domain of ['localhost', '', 'a..b', `${'a'.repeat(64)}.test`, 'a b.test', 'ü.test']) {
    const question = { ip: '192.0.2.1', domain, sender: `x@${domain}`, helo: 'h' };
    assert.equal((await checkHost(question, resolve)).result, 'none', domain);
  }
});

test('a text that is no address is a mistake of the caller', async () => {
  await assert.rejects(check('v=spf1 -all', 'example.com'), TypeError);
});

test('any record at all comes to a result, in a bounded number of questions', async () => {
  const term = fc.oneof(
    fc.constantFrom(
      'a',
      'mx',
      'ptr',
      '-all',
      'include:example.com',
      'redirect=%{d}',
      'a:%{p}.x',
      'exists:%{l}.%{h}.x',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(term, { maxLength: 30 }),
      fc.string({ unit: 'binary' }),
      async (terms, text) => {
        let asked = 0;
        const resolve = (async (_: string, type: string) => {
          asked += 1;
          if (type === 'TXT') return { state: 'present', records: [`v=spf1 ${terms.join(' ')}`] };
          if (type === 'MX') return { state: 'present', records: [{ preference: 1, exchange: text }] };
          return { state: 'present', records: [text] };
        }) as Resolve;
        const outcome = await checkHost(
          { ip: '192.0.2.1', domain: 'example.com', sender: text, helo: text },
          resolve,
        );
        assert.match(outcome.result, /^(none|neutral|pass|fail|softfail|temperror|permerror)$/);
        assert.ok(asked < 150, `${asked} questions`);
      },
    ),
    { numRuns: 300 },
  );
});

for (const domain of [
  '[192.0.2.1]',
  'localhost',
  'exa\u212ample.com',
  'a..example.com',
  `${'a'.repeat(64)}.com`,
]) {
  test(`"${domain.slice(0, 20)}" is no domain to ask for`, async () => {
    const { resolve, asked } = dnsTable({});
    const question = { ip: '192.0.2.1', domain, sender: `user@${domain}`, helo: 'mx.example.com' };
    assert.equal((await checkHost(question, resolve)).result, 'none');
    assert.deepEqual(asked, []);
  });
}
