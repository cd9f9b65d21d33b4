import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { dnsTable } from '../../test/dns-table.ts';
import { makeCertificate } from '../../test/make-certificate.ts';
import type { Net, SmtpAnswer } from '../net.ts';
import { type MailExchangersObservation, mailExchangers } from './mail-exchangers.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;
const greeted: Extract<SmtpAnswer, { state: 'present' }> = {
  state: 'present',
  address: '192.0.2.25',
  port: 25,
  banner: 'mx.acme.test ESMTP Postfix',
  extensions: ['STARTTLS'],
  starttls: {
    state: 'present',
    address: '192.0.2.25',
    port: 25,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: ['AAAA'],
    pathError: null,
    alpn: null,
    durationMs: 5,
  },
  relay: { state: 'refused', reply: '554 5.7.1 Relay access denied' },
  durationMs: 9,
};

function netOf(written: Parameters<typeof dnsTable>[0], exchanges: Record<string, SmtpAnswer>): Net {
  const { resolve } = dnsTable(written);
  async function greet({ host, port }: { host: string; port: number }) {
    const answer = exchanges[`${host}:${port}`];
    if (answer === undefined) throw new Error(`nobody wrote down the greeting of ${host}:${port}`);
    return answer;
  }
  return { resolve, greet } as unknown as Net;
}

function revealed(observation: MailExchangersObservation): Entity[] {
  return [...(mailExchangers.reveals?.(observation, apex, target) ?? [])];
}

const addressed = { 'mx.acme.test A': ['192.0.2.25'], 'mx.acme.test AAAA': 'nodata' } as const;

test('the exchanges are greeted, the preferred first, each once', async () => {
  const net = netOf(
    {
      'acme.test MX': [
        { preference: 20, exchange: 'mx.other.test' },
        { preference: 10, exchange: 'mx.acme.test' },
        { preference: 30, exchange: 'MX.acme.test' },
      ],
      ...addressed,
      'mx.other.test A': ['203.0.113.25'],
      'mx.other.test AAAA': 'nodata',
    },
    { 'mx.acme.test:25': greeted, 'mx.other.test:25': { state: 'unknown', reason: 'timeout' } },
  );
  const seen = await mailExchangers.observe(apex, net, target);
  assert.deepEqual(
    seen.exchanges.map(({ preference, exchange, greeting }) => [preference, exchange, greeting.state]),
    [
      [10, 'mx.acme.test', 'present'],
      [20, 'mx.other.test', 'unknown'],
    ],
  );
  assert.equal(seen.nullMx, false);
  assert.deepEqual(mailExchangers.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
});

test('an exchange of the domain reveals its service', async () => {
  const net = netOf(
    { 'acme.test MX': [{ preference: 10, exchange: 'mx.acme.test' }], ...addressed },
    { 'mx.acme.test:25': greeted },
  );
  assert.deepEqual(revealed(await mailExchangers.observe(apex, net, target)), [
    { kind: 'FQDN', name: 'mx.acme.test', attributes: {} },
    {
      kind: 'Service',
      name: '192.0.2.25:25/tcp',
      attributes: {
        address: '192.0.2.25',
        port: 25,
        transport: 'tcp',
        protocol: 'smtp',
        product: 'Postfix',
        tls: true,
      },
    },
  ]);
});

test('the certificate of an exchanger of the domain is revealed with its names', async () => {
  const certificate = makeCertificate({ names: ['mx.acme.test', 'imap.acme.test'] });
  const starttls =
    greeted.starttls.state === 'present' ? { ...greeted.starttls, chain: [certificate] } : null;
  assert.ok(starttls);
  const net = netOf(
    { 'acme.test MX': [{ preference: 10, exchange: 'mx.acme.test' }], ...addressed },
    { 'mx.acme.test:25': { ...greeted, starttls } },
  );
  const found = revealed(await mailExchangers.observe(apex, net, target));
  assert.deepEqual(
    found.map(({ kind, name }) => (kind === 'TLSCertificate' ? kind : `${kind} ${name}`)),
    [
      'FQDN mx.acme.test',
      'Service 192.0.2.25:25/tcp',
      'TLSCertificate',
      'FQDN mx.acme.test',
      'FQDN imap.acme.test',
    ],
  );
});

test('the exchange of a mail provider is none of our inventory', async () => {
  const net = netOf(
    {
      'acme.test MX': [{ preference: 10, exchange: 'mx.provider.test' }],
      'mx.provider.test A': ['203.0.113.9'],
      'mx.provider.test AAAA': 'nodata',
    },
    { 'mx.provider.test:25': { ...greeted, address: '203.0.113.9' } },
  );
  assert.deepEqual(revealed(await mailExchangers.observe(apex, net, target)), []);
});

test('a null MX is told and nobody is greeted', async () => {
  const net = netOf({ 'acme.test MX': [{ preference: 0, exchange: '' }] }, {});
  const seen = await mailExchangers.observe(apex, net, target);
  assert.deepEqual([seen.nullMx, seen.exchanges], [true, []]);
});

test('no MX and an unknown MX greet nobody', async () => {
  for (const written of ['nodata', 'nxdomain', 'timeout', 'servfail'] as const) {
    const seen = await mailExchangers.observe(apex, netOf({ 'acme.test MX': written }, {}), target);
    assert.deepEqual(seen.exchanges, []);
    assert.equal(seen.MX.state, written.startsWith('n') ? 'absent' : 'unknown');
  }
});

test('at most five exchanges are greeted', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `mx${index}.acme.test`);
  const net = netOf(
    {
      'acme.test MX': names.map((exchange, preference) => ({ preference, exchange })),
      ...Object.fromEntries(
        names.slice(0, 5).flatMap((name) => [
          [`${name} A`, 'nodata'],
          [`${name} AAAA`, 'nodata'],
        ]),
      ),
    },
    Object.fromEntries(
      names.slice(0, 5).map((name) => [`${name}:25`, { state: 'absent', reason: 'nodata' }]),
    ),
  );
  const seen = await mailExchangers.observe(apex, net, target);
  assert.deepEqual(
    seen.exchanges.map(({ exchange }) => exchange),
    names.slice(0, 5),
  );
});

for (const [title, greeting] of [
  ['a refused STARTTLS', { ...greeted, starttls: { state: 'refused', reply: '454 not now' } }],
  ['no STARTTLS', { ...greeted, starttls: { state: 'not-offered' } }],
  [
    'a handshake that failed',
    {
      ...greeted,
      starttls: { state: 'rejected', address: '192.0.2.25', port: 25, reason: 'alert', detail: 'x' },
    },
  ],
  ['an accepted stranger', { ...greeted, relay: { state: 'accepted', reply: '250 OK' } }],
  ['a stranger put off', { ...greeted, relay: { state: 'unknown', reason: 'refused' } }],
  ['a rejection', { state: 'rejected', address: '192.0.2.25', port: 25, reply: '554 no' }],
  ['a closed port', { state: 'absent', reason: 'connection-refused' }],
  ['silence', { state: 'unknown', reason: 'timeout', detail: 'No greeting.' }],
] satisfies [string, SmtpAnswer][]) {
  test(`an observation keeps ${title} through storage`, async () => {
    const net = netOf(
      { 'acme.test MX': [{ preference: 10, exchange: 'mx.acme.test' }], ...addressed },
      { 'mx.acme.test:25': greeting },
    );
    const seen = await mailExchangers.observe(apex, net, target);
    assert.deepEqual(mailExchangers.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
    assert.deepEqual(seen.exchanges[0]?.greeting, greeting);
  });
}
