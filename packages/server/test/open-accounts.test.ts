import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { openAccounts } from '../src/accounts/open-accounts.ts';
import { testDatabase } from '../src/db/test-database.ts';
import { startIdentityProvider } from './identity-provider.ts';

const provider = await startIdentityProvider();
const database = await testDatabase();
after(async () => {
  await database.close();
  await provider.close();
});

test('an identity provider that is away is asked again after half a minute', async () => {
  let at = Date.now();
  const accounts = openAccounts(
    { db: database.db, log: pino({ level: 'silent' }), now: () => new Date(at), port: () => 80 },
    {
      mailer: { send() {} },
      secrets: ['a secret of the tests, long enough'],
      signUp: 'open',
      oidc: { issuer: provider.issuer, clientId: 'cyborux', clientSecret: 'hush' },
    },
  );
  const ask = async () => {
    const request = new Request('http://localhost/api/auth/sign-in/social', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'oidc', callbackURL: '/' }),
    });
    return (await accounts.answer(request, '192.0.2.1')).status;
  };
  provider.state.down = true;
  assert.equal(await ask(), 404);
  provider.state.down = false;
  at += 10_000;
  assert.equal(await ask(), 404);
  at += 21_000;
  assert.equal(await ask(), 200);
});

test('without a base URL the pages of this machine are trusted, and no others', () => {
  const accounts = openAccounts(
    { db: database.db, log: pino({ level: 'silent' }), now: () => new Date(), port: () => 8080 },
    { mailer: { send() {} }, secrets: ['a secret of the tests, long enough'], signUp: 'open' },
  );
  for (const [origin, trusted] of [
    ['http://localhost:8080', true],
    ['http://127.0.0.1:8080', true],
    ['http://[::1]:8080', true],
    ['http://localhost', false],
    ['https://localhost:8080', false],
    ['http://localhost:8080.evil.example', false],
    ['null', false],
    [undefined, false],
  ] as const) {
    assert.equal(accounts.trusts(origin), trusted, origin);
  }
});
