import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { dnsTable } from '../../test/dns-table.ts';
import { DKIM_KEY } from '../../test/mail-policies-observation.ts';
import type { HttpAnswer, Net } from '../net.ts';
import { unmadeNames } from '../protocols/unmade-names.ts';
import { type MailPoliciesObservation, mailPolicies } from './mail-policies.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;
const KEY = `v=DKIM1; k=rsa; p=${DKIM_KEY}`;
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 9 9"><title>Acme</title></svg>';

type Written = Parameters<typeof dnsTable>[0];
interface Seen {
  seen: MailPoliciesObservation;
  asked: string[];
  fetched: string[];
}

/** A DNS in which nothing is but what is written down, and a web of a few pages. */
async function observed(written: Written, pages: Record<string, HttpAnswer> = {}): Promise<Seen> {
  const [asked, fetched]: [string[], string[]] = [[], []];
  const net = {
    async resolve(name: string, type: 'TXT') {
      asked.push(`${name} ${type}`);
      return dnsTable({ [`${name} ${type}`]: written[`${name} ${type}`] ?? 'nxdomain' }).resolve(name, type);
    },
    async fetch(url: string) {
      fetched.push(url);
      const page = pages[url];
      if (page === undefined) throw new Error(`nobody wrote down ${url}`);
      return page;
    },
  } as unknown as Net;
  const seen = await mailPolicies.observe(apex, net, target);
  assert.deepEqual(mailPolicies.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked, fetched };
}

function page(status: number, body: string): HttpAnswer {
  const base = {
    url: '',
    address: '192.0.2.80',
    port: 443,
    headers: [],
    truncated: false,
    httpVersion: '1.1',
    durationMs: 1,
  };
  return { state: 'present', status, body, ...base };
}

function revealed(seen: MailPoliciesObservation): Entity[] {
  return [...(mailPolicies.reveals?.(seen, apex, target) ?? [])];
}

const base: Written = {
  'acme.test MX': [{ preference: 1, exchange: 'acme-test.mail.protection.outlook.com' }],
  'acme.test TXT': ['v=spf1 include:spf.protection.outlook.com include:_spf.acme.test -all'],
  'spf.protection.outlook.com TXT': ['v=spf1 ip4:40.92.0.0/15 -all'],
  '_spf.acme.test TXT': ['v=spf1 include:sendgrid.net -all'],
  'sendgrid.net TXT': ['v=spf1 ip4:167.89.0.0/17 -all'],
  '_dmarc.acme.test TXT': ['v=DMARC1; p=reject; rua=mailto:a@reports.example'],
  'acme.test._report._dmarc.reports.example TXT': ['v=DMARC1;'],
};

test('records are observed, within a bounded number of questions', async () => {
  const { seen, asked } = await observed({ ...base, 'selector1._domainkey.acme.test TXT': [KEY] });
  assert.deepEqual(
    seen.reports.map(({ host, relation }) => [host, relation]),
    [['reports.example', 'external']],
  );
  assert.deepEqual(
    seen.dkim.selectors.map(({ selector }) => selector),
    ['selector1'],
  );
  assert.deepEqual(seen.bimi.logo, null);
  assert.ok(asked.length < 60, `${asked.length}`);
});

test('providers are told by exchanger, include and key, keys as records', async () => {
  const alias = { state: 'present', records: [KEY], aliases: ['s1.domainkey.u1.klaviyomail.com'] } as const;
  const { seen } = await observed({
    ...base,
    'selector1._domainkey.acme.test TXT': [KEY],
    'kl._domainkey.acme.test TXT': alias,
  });
  const entities = revealed(seen);
  assert.deepEqual(
    entities
      .filter(({ kind }) => kind === 'Product')
      .map(({ name }) => name)
      .sort(),
    ['acme.test Klaviyo', 'acme.test Microsoft 365', 'acme.test SendGrid'],
  );
  const records = entities.filter(({ kind }) => kind === 'DNSRecord').map(({ name }) => name.split(' ')[0]);
  assert.deepEqual(records, ['selector1._domainkey.acme.test']);
});

test('a wildcard reveals no key', async () => {
  const answers = Object.fromEntries(
    [...unmadeNames('_domainkey.acme.test'), 's1._domainkey.acme.test'].map((name) => [`${name} TXT`, [KEY]]),
  );
  const { seen } = await observed({ ...base, ...answers });
  assert.deepEqual(
    revealed(seen).filter(({ kind }) => kind === 'DNSRecord'),
    [],
  );
});

test('the logo and the certificate of a BIMI record are fetched', async () => {
  const { seen, fetched } = await observed(
    {
      ...base,
      'default._bimi.acme.test TXT': ['v=BIMI1; l=https://acme.test/l.svg; a=https://acme.test/m.pem'],
    },
    { 'https://acme.test/l.svg': page(200, LOGO), 'https://acme.test/m.pem': page(200, 'nothing') },
  );
  assert.deepEqual(fetched, ['https://acme.test/l.svg', 'https://acme.test/m.pem']);
  assert.equal(seen.bimi.logo?.state === 'present' && seen.bimi.logo.content?.title, 'Acme');
  assert.deepEqual(seen.bimi.evidence, { state: 'present', content: null });
});

for (const [title, answer, expected] of [
  ['is not there', page(404, ''), { state: 'absent', status: 404 }],
  ['has moved', page(302, ''), { state: 'unknown', reason: 'failed', detail: 'The server answers 302.' }],
  ['has no server', { state: 'absent', reason: 'nxdomain' }, { state: 'absent', status: null }],
  ['is silent', { state: 'unknown', reason: 'timeout' }, { state: 'unknown', reason: 'timeout' }],
] satisfies [string, HttpAnswer, unknown][]) {
  test(`a logo that ${title} is told as such`, async () => {
    const record = { 'default._bimi.acme.test TXT': ['v=BIMI1; l=https://acme.test/l.svg'] };
    const { seen } = await observed({ ...base, ...record }, { 'https://acme.test/l.svg': answer });
    assert.deepEqual(seen.bimi.logo, expected);
  });
}

test('a faulty BIMI record leads nowhere', async () => {
  const { fetched } = await observed({
    ...base,
    'default._bimi.acme.test TXT': ['v=BIMI1; l=http://10.0.0.1/l.svg'],
  });
  assert.deepEqual(fetched, []);
});

test('below a name that does not exist nothing is asked', async () => {
  const { seen, asked } = await observed({});
  assert.ok(asked.length < 6, asked.join());
  assert.equal(seen.dkim.asked, 0);
});

test('silence stays silence', async () => {
  const { seen } = await observed({
    ...base,
    'acme.test MX': 'timeout',
    '_spf.acme.test TXT': 'servfail',
    'google._domainkey.acme.test TXT': 'timeout',
  });
  assert.equal(seen.MX.state, 'unknown');
  assert.deepEqual(seen.dkim.selectors, [
    { selector: 'google', answer: { state: 'unknown', reason: 'timeout' } },
  ]);
});

test('names below the target are not looked at', () => {
  assert.equal(mailPolicies.only?.({ ...apex, name: 'www.acme.test' }, target), false);
});
