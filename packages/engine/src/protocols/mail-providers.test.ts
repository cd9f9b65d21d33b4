import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyProvider, MAIL_PROVIDERS, recogniseProviders } from './mail-providers.ts';

const none = { state: 'absent', reason: 'nodata' } as const;
const mx = (...exchanges: string[]) => ({
  state: 'present' as const,
  records: exchanges.map((exchange, preference) => ({ preference, exchange })),
});
const ids = (...args: Parameters<typeof recogniseProviders>) =>
  recogniseProviders(...args).map(({ provider }) => provider.id);

test('a domain of its own mail has no provider', () => {
  assert.deepEqual(ids(mx('mx.acme.test'), ['_spf.acme.test']), []);
  assert.deepEqual(ids(none, []), []);
});

test('providers are told by their exchangers and includes', () => {
  assert.deepEqual(
    ids(mx('ASPMX.L.google.com.', 'alt1.aspmx.l.google.com'), ['_spf.google.com', 'sendgrid.net']),
    ['google-workspace', 'sendgrid'],
  );
  assert.deepEqual(ids(mx('acme-test.mail.protection.outlook.com'), []), ['microsoft-365']);
  assert.deepEqual(recogniseProviders(none, ['spf.mtasv.net'])[0]?.evidence, 'SPF spf.mtasv.net');
});

test('a name that merely ends alike is not theirs', () => {
  assert.deepEqual(ids(mx('mx.notgoogle.com'), ['evilsendgrid.net']), []);
});

test('the alias of a key tells whose it is', () => {
  assert.equal(keyProvider(['s1.domainkey.u123.wl.sendgrid.net'])?.id, 'sendgrid');
  assert.equal(keyProvider(['selector1-acme-test._domainkey.acme.onmicrosoft.com'])?.id, 'microsoft-365');
  assert.equal(keyProvider(['dkim.acme.test']), null);
});

test('there are at least forty of them, each with an id of its own and a sign', () => {
  assert.ok(MAIL_PROVIDERS.length >= 40);
  assert.equal(new Set(MAIL_PROVIDERS.map(({ id }) => id)).size, MAIL_PROVIDERS.length);
  for (const { id, mx: exchangers, spf } of MAIL_PROVIDERS) assert.ok(exchangers.length + spf.length > 0, id);
});

test('any name is looked at', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (names) => {
      recogniseProviders(mx(...names), names);
      keyProvider(names);
    }),
  );
});
