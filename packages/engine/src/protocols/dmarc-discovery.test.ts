import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import {
  discover,
  nextName,
  organizationFrom,
  policyFrom,
  requested,
  treeWalk,
  walk,
} from './dmarc-discovery.ts';
import { parse } from './dmarc-record.ts';

test('a long name is walked in eight queries, as the RFC draws it', () => {
  assert.deepEqual(walk('a.b.c.d.e.f.g.h.i.j.mail.example.com'), [
    '_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com',
    '_dmarc.g.h.i.j.mail.example.com',
    '_dmarc.h.i.j.mail.example.com',
    '_dmarc.i.j.mail.example.com',
    '_dmarc.j.mail.example.com',
    '_dmarc.mail.example.com',
    '_dmarc.example.com',
    '_dmarc.com',
  ]);
});

test('no walk asks more than eight questions', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), (count) => {
      const names = walk(Array.from({ length: count }, () => 'a').join('.'));
      assert.equal(names.length, Math.min(count, 8));
      assert.equal(names.at(-1), '_dmarc.a');
    }),
  );
});

/** Names to records; every other name of the walk has none. */
function zone(domain: string, records: Record<string, readonly string[] | 'timeout'>) {
  const written = Object.fromEntries(walk(domain).map((name) => [`${name} TXT`, 'nxdomain' as const]));
  const own = Object.entries(records).map(([name, answer]) => [`_dmarc.${name} TXT`, answer]);
  return dnsTable({ ...written, ...Object.fromEntries(own) });
}

test("the domain's own record needs one question", async () => {
  const dns = zone('mail.example.com', {
    'mail.example.com': ['v=DMARC1; p=reject'],
    'example.com': ['v=DMARC1; p=none'],
  });
  const found = await discover('mail.example.com', dns.resolve);
  assert.equal(found.state === 'present' && found.domain, 'mail.example.com');
  assert.equal(found.state === 'present' && found.inherited, false);
  assert.deepEqual(dns.asked, ['_dmarc.mail.example.com TXT']);
});

const policies: [
  title: string,
  records: Record<string, readonly string[] | 'timeout'>,
  domain: string | null,
][] = [
  ['no record anywhere is absent', {}, null],
  ['other TXT records are no policy', { 'example.com': ['v=spf1 -all'] }, null],
  ['a record above is inherited', { 'example.com': ['v=DMARC1; p=reject'] }, 'example.com'],
  [
    'the Organizational Domain comes before what lies between',
    { 'mail.example.com': ['v=DMARC1; p=none'], 'example.com': ['v=DMARC1; p=reject'] },
    'example.com',
  ],
  [
    'psd=n ends the walk',
    { 'mail.example.com': ['v=DMARC1; p=none; psd=n'], 'example.com': ['v=DMARC1; p=reject'] },
    'mail.example.com',
  ],
  ['the public suffix speaks for domains that do not', { com: ['v=DMARC1; p=reject; psd=y'] }, 'com'],
  [
    'the Organizational Domain comes before its public suffix',
    { 'example.com': ['v=DMARC1; p=none'], com: ['v=DMARC1; p=reject; psd=y'] },
    'example.com',
  ],
  [
    'several records at one name are all discarded',
    { 'example.com': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
    null,
  ],
];
for (const [title, records, domain] of policies) {
  test(title, async () => {
    const found = await discover('a.mail.example.com', zone('a.mail.example.com', records).resolve);
    assert.equal(found.state === 'present' ? found.domain : null, domain);
    assert.notEqual(found.state, 'unknown');
  });
}

test('discarded records are told', async () => {
  const twice = ['v=DMARC1; p=none', 'v=DMARC1; p=reject'];
  const found = await discover(
    'example.com',
    zone('example.com', { 'example.com': [...twice, 'other'] }).resolve,
  );
  assert.deepEqual(found, { state: 'absent', discarded: [{ name: '_dmarc.example.com', records: twice }] });
});

test('silence on the way makes the policy unknown, and ends the walk', async () => {
  const dns = zone('www.example.com', { 'example.com': 'timeout', com: ['v=DMARC1; p=reject; psd=y'] });
  assert.deepEqual(await discover('www.example.com', dns.resolve), { state: 'unknown', reason: 'timeout' });
  assert.equal(dns.asked.length, 2);
});

test('silence above leaves a domain its own record', async () => {
  const dns = zone('example.com', { 'example.com': ['v=DMARC1; p=reject'], com: 'timeout' });
  const lookups = await treeWalk('example.com', dns.resolve, 'organization');
  assert.equal(policyFrom('example.com', lookups).state, 'present');
  assert.equal(organizationFrom('example.com', lookups).state, 'unknown');
});

const organizations: [records: Record<string, readonly string[]>, organization: string][] = [
  [{ 'mail.example.com': ['v=DMARC1'], 'example.com': ['v=DMARC1'] }, 'example.com'],
  [{ 'mail.example.com': ['v=DMARC1; psd=n'], 'example.com': ['v=DMARC1'] }, 'mail.example.com'],
  [{ com: ['v=DMARC1; psd=y'] }, 'example.com'],
  [{ 'a.mail.example.com': ['v=DMARC1; psd=y'] }, 'a.mail.example.com'],
  [{}, 'a.mail.example.com'],
];
for (const [records, organization] of organizations) {
  test(`the Organizational Domain with ${JSON.stringify(records)} is ${organization}`, async () => {
    const lookups = await treeWalk(
      'a.mail.example.com',
      zone('a.mail.example.com', records).resolve,
      'organization',
    );
    assert.deepEqual(organizationFrom('a.mail.example.com', lookups), {
      state: 'present',
      domain: organization,
    });
  });
}

test('a walk that was stored is complete', async () => {
  const { resolve } = zone('example.com', {});
  const lookups = await treeWalk('example.com', resolve, 'policy');
  assert.equal(nextName('example.com', lookups, 'policy'), null);
  assert.equal(nextName('example.com', lookups.slice(0, 1), 'policy'), '_dmarc.com');
});

for (const [text, expected] of [
  ['v=DMARC1; p=reject', { p: 'reject', sp: 'reject', np: 'reject' }],
  ['v=DMARC1; p=reject; sp=none', { p: 'reject', sp: 'none', np: 'none' }],
  ['v=DMARC1; p=none; sp=none; np=reject', { p: 'none', sp: 'none', np: 'reject' }],
  ['v=DMARC1; rua=mailto:a@example.com', { p: 'none', sp: 'none', np: 'none' }],
  ['v=DMARC1; p=reject; sp=x; rua=mailto:a@example.com', { p: 'none', sp: 'none', np: 'none' }],
  ['v=DMARC1', { p: 'none', sp: 'none', np: 'none' }],
  ['v=DMARC1; sp=reject', { p: 'none', sp: 'reject', np: 'reject' }],
  ['v=DMARC1; p=x', null],
  ['v=DMARC1; p=x; rua=nowhere', null],
] as const) {
  test(`"${text}" asks for ${JSON.stringify(expected)}`, () => {
    const record = parse(text);
    assert.ok(record !== null);
    assert.deepEqual(requested(record), expected);
  });
}
