import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import { type FoundKeys, keysFrom } from './dkim-keys.ts';
import { discover, parse as parseDmarc } from './dmarc.ts';
import type { Resolve } from './dns-answer.ts';
import { type MailFacts, mailPlan } from './mail-plan.ts';
import { MAIL_PROVIDERS } from './mail-providers.ts';
import { checkHost, parse } from './spf.ts';
import { spfTree } from './spf-tree.ts';

type Written = Parameters<typeof dnsTable>[0];
const none: FoundKeys = { keys: [], ambiguous: [], complete: true };
const key: FoundKeys = keysFrom({
  unmade: { state: 'absent', reason: 'nxdomain' },
  selectors: [
    {
      selector: 's1',
      answer: {
        state: 'present',
        records: [`v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 1).toString('base64')}`],
      },
    },
  ],
});

async function factsOf(written: Written, changed: Partial<MailFacts> = {}): Promise<MailFacts> {
  const { resolve } = dnsTable({
    '_dmarc.acme.test TXT': 'nxdomain',
    '_dmarc.test TXT': 'nxdomain',
    ...written,
  });
  const [spf, dmarc] = await Promise.all([spfTree('acme.test', resolve), discover('acme.test', resolve)]);
  return { domain: 'acme.test', mx: 'some', spf, dmarc, providers: [], dkim: key, ...changed };
}
const planned = async (...args: Parameters<typeof factsOf>) => mailPlan(await factsOf(...args));
const values = (plan: ReturnType<typeof mailPlan>, kind: string) =>
  plan.steps.filter((step) => step.kind === kind).map(({ record }) => record?.value);

const REJECT = { '_dmarc.acme.test TXT': ['v=DMARC1; p=reject; rua=mailto:d@acme.test'] };

test('a domain in order has nothing to do', async () => {
  const plan = await planned({ ...REJECT, 'acme.test TXT': ['v=spf1 ip4:192.0.2.1 -all'] });
  assert.deepEqual(plan, { steps: [], lookups: { now: 0, after: 0 } });
});

test('from nothing the way leads over none and quarantine to reject', async () => {
  const plan = await planned(
    { 'acme.test TXT': ['v=spf1 ip4:192.0.2.1 -all'] },
    { reportsTo: 'd@acme.test' },
  );
  assert.deepEqual(values(plan, 'dmarc'), [
    'v=DMARC1; p=none; rua=mailto:d@acme.test',
    'v=DMARC1; p=quarantine; rua=mailto:d@acme.test',
    'v=DMARC1; p=reject; rua=mailto:d@acme.test',
  ]);
  assert.deepEqual(
    plan.steps.map(({ order }) => order),
    [1, 2, 3],
  );
  assert.ok(plan.steps.every(({ condition }) => condition !== null));
});

for (const [record, expected] of [
  ['v=DMARC1; p=none; rua=mailto:a@b.test', ['quarantine', 'reject']],
  ['v=DMARC1; p=none', ['none', 'quarantine', 'reject']],
  ['v=DMARC1; p=quarantine; adkim=s; rua=mailto:a@b.test', ['reject']],
  ['v=DMARC1; p=reject; t=y; rua=mailto:a@b.test', ['reject']],
  ['v=DMARC1; p=reject; sp=none; rua=mailto:a@b.test', ['reject']],
  ['v=DMARC1; p=reject; rua=mailto:a@b.test', []],
] as const) {
  test(`"${record}" goes on with ${expected.join(', ') || 'nothing'}`, async () => {
    const plan = await planned({
      'acme.test TXT': ['v=spf1 -all ip4:192.0.2.1'],
      '_dmarc.acme.test TXT': [record],
    });
    const texts = values(plan, 'dmarc');
    assert.deepEqual(
      texts.map((text) => parseDmarc(text ?? '')?.p),
      expected,
    );
    for (const text of texts) {
      assert.deepEqual(parseDmarc(text ?? '')?.problems, []);
      assert.equal(parseDmarc(text ?? '')?.adkim, parseDmarc(record)?.adkim);
    }
  });
}

test('what is unknown is not planned on', async () => {
  const plan = await planned({ 'acme.test TXT': 'timeout', '_dmarc.acme.test TXT': 'servfail' });
  assert.deepEqual(plan, { steps: [], lookups: { now: null, after: null } });
});

test('a domain without mail closes at once', async () => {
  const plan = await planned({ 'acme.test TXT': 'nodata' }, { mx: 'null', dkim: none });
  assert.deepEqual(
    plan.steps.map(({ record }) => record?.value),
    ['v=spf1 -all', 'v=DMARC1; p=reject'],
  );
  const done = await planned({ ...REJECT, 'acme.test TXT': ['v=spf1 -all'] }, { mx: 'null', dkim: none });
  assert.deepEqual(done.steps, []);
});

test('a domain that takes no mail but sends is no such domain', async () => {
  const plan = await planned({ ...REJECT, 'acme.test TXT': ['v=spf1 ip4:192.0.2.1 ?all'] }, { mx: 'null' });
  assert.deepEqual(values(plan, 'spf'), ['v=spf1 ip4:192.0.2.1 ~all']);
});

test('a first record has the exchangers or the providers', async () => {
  const google = MAIL_PROVIDERS.filter(({ id }) => id === 'google-workspace');
  assert.deepEqual(values(await planned({ ...REJECT, 'acme.test TXT': 'nodata' }), 'spf'), [
    'v=spf1 mx ~all',
  ]);
  const plan = await planned({ ...REJECT, 'acme.test TXT': 'nodata' }, { providers: google });
  assert.deepEqual(values(plan, 'spf'), ['v=spf1 include:_spf.google.com ~all']);
  assert.match(plan.steps.find(({ kind }) => kind === 'dkim')?.why ?? '', /Google Workspace/);
});

test('own hosts are written out when there are too many look-ups', async () => {
  const includes = Array.from({ length: 10 }, (_, index) => `i${index}.test`);
  const plan = await planned({
    ...REJECT,
    'acme.test TXT': [`v=spf1 a mx ${includes.map((name) => `include:${name}`).join(' ')} -all`],
    'acme.test A': ['192.0.2.1'],
    'acme.test AAAA': ['2001:db8::1'],
    'acme.test MX': [{ preference: 1, exchange: 'mx.acme.test' }],
    'mx.acme.test A': ['192.0.2.25'],
    'mx.acme.test AAAA': 'nodata',
    ...Object.fromEntries(includes.map((name) => [`${name} TXT`, ['v=spf1 ip4:198.51.100.1 -all']])),
  });
  assert.deepEqual(plan.lookups, { now: 12, after: 10 });
  assert.match(
    values(plan, 'spf')[0] ?? '',
    /^v=spf1 ip4:192\.0\.2\.1 ip6:2001:db8::1 ip4:192\.0\.2\.25 include:i0/,
  );
});

test('dead includes and several records are told, not decided', async () => {
  const dead = await planned({
    ...REJECT,
    'acme.test TXT': ['v=spf1 include:gone.test -all'],
    'gone.test TXT': 'nxdomain',
  });
  assert.deepEqual(
    dead.steps.map(({ kind, record }) => [kind, record]),
    [['spf', null]],
  );
  const several = await planned({ ...REJECT, 'acme.test TXT': ['v=spf1 -all', 'v=spf1 mx -all'] });
  assert.deepEqual(
    several.steps.map(({ kind, record }) => [kind, record]),
    [['spf', null]],
  );
});

test('transport comes last, where mail comes in', async () => {
  const facts = { mtaSts: 'missing', tlsRpt: 'missing' } as const;
  const plan = await planned({ ...REJECT, 'acme.test TXT': ['v=spf1 ip4:192.0.2.1 -all'] }, facts);
  assert.deepEqual(
    plan.steps.map(({ kind }) => kind),
    ['tls-rpt', 'mta-sts'],
  );
  assert.equal(plan.steps[0]?.record?.name, '_smtp._tls.acme.test');
});

const TERMS = [
  'a',
  'mx',
  '?mx',
  '-a',
  'include:i.test',
  'ip4:192.0.2.0/25',
  '+ip4:192.0.2.0/25',
  'ptr',
  'exists:%{i}.l.test',
  'a:h.acme.test',
  'a/24',
  'exp=e.test',
];
const records = fc
  .tuple(
    fc.array(fc.constantFrom(...TERMS), { maxLength: 16 }),
    fc.constantFrom('', '-all', '~all', '?all', '+all', '-all mx', 'redirect=i.test'),
  )
  .map(
    ([terms, last]) =>
      `v=spf1 ${[...terms.filter((term, index) => !term.startsWith('exp') || terms.indexOf(term) === index), last].join(' ')}`,
  );

test('who passes by a term today passes by the record planned', async () => {
  const zone: Record<string, unknown> = {
    'acme.test A': ['192.0.2.200'],
    'acme.test MX': [{ preference: 1, exchange: 'h.acme.test' }],
    'h.acme.test A': ['192.0.2.201'],
    'i.test TXT': ['v=spf1 ip4:198.51.100.7 -all'],
  };
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.constantFrom('192.0.2.200', '192.0.2.201', '192.0.2.5', '198.51.100.7', '203.0.113.1'),
      async (record, ip) => {
        const resolveWith = (text: string) =>
          (async (name: string, type: string) => {
            const found = name === 'acme.test' && type === 'TXT' ? [text] : zone[`${name} ${type}`];
            return found === undefined
              ? { state: 'absent', reason: 'nodata' }
              : { state: 'present', records: found };
          }) as unknown as Resolve;
        const question = { ip, domain: 'acme.test', sender: 'a@acme.test', helo: 'h.test' };
        const plan = mailPlan({
          ...(await factsOf({ ...REJECT, 'acme.test TXT': 'nodata' })),
          spf: await spfTree('acme.test', resolveWith(record)),
        });
        const value = plan.steps.find((step) => step.kind === 'spf' && step.record !== null)?.record?.value;
        if (value === undefined) return;
        assert.deepEqual(parse(value).problems, []);
        const before = await checkHost(question, resolveWith(record));
        const after = await checkHost(question, resolveWith(value));
        if (before.result === 'pass' && !/all$/.test(before.matched ?? ''))
          assert.equal(after.result, 'pass', `${record} -> ${value}`);
        const { now, after: planned } = plan.lookups;
        if (now !== null && planned !== null) assert.ok(planned <= now);
        const tree = await spfTree('acme.test', resolveWith(value));
        if (planned !== null) assert.equal(tree.lookups, planned, `${record} -> ${value}`);
      },
    ),
  );
});
