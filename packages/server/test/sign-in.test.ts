import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { makeAuthenticator, PRESENT } from './authenticator.ts';
import { openBrowser } from './browser.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startServer } from './server.ts';

const provider = await startIdentityProvider();
const oidc = { issuer: provider.issuer, clientId: 'cyborux', clientSecret: 'hush' };
const SECRETS = ['a secret of the tests, long enough'] as const;
const server = await startServer({
  accounts: { mailer: { send() {} }, secrets: SECRETS, signUp: 'open', oidc },
});
const closed = await startServer({
  accounts: { mailer: { send() {} }, secrets: SECRETS, signUp: 'closed', oidc },
});
after(async () => {
  await server.close();
  await closed.close();
  await provider.close();
});

const acts = async (userId: string) =>
  (
    await server.db
      .selectFrom('audit_log')
      .select(['act', 'details'])
      .where('subject', '=', userId)
      .orderBy('id')
      .execute()
  ).map(({ act, details }) => [act, details.method].filter(Boolean).join(' by '));

test('a passkey signs in, one of someone else does not, and a removed one no more', async () => {
  const account = { name: 'Ann', email: `${randomUUID()}@people.example`, password: 'mauve otter lantern' };
  const page = openBrowser(server.baseUrl);
  const { body } = await page.ask('POST', '/api/auth/sign-up/email', account);
  await server.db.updateTable('users').set({ email_verified: true }).execute();
  await page.ask('POST', '/api/auth/sign-in/email', account);

  const origin = `http://localhost:${server.port}`;
  const authenticator = makeAuthenticator({ rpId: 'localhost', origin });
  const options = await page.ask('GET', '/api/auth/passkey/generate-register-options');
  assert.equal(options.status, 200, options.text);
  const added = await page.ask('POST', '/api/auth/passkey/verify-registration', {
    response: authenticator.register(options.body.challenge),
    name: 'Laptop',
  });
  assert.equal(added.status, 200, added.text);

  const enter = async (with_: ReturnType<typeof makeAuthenticator>, flags?: number) => {
    const later = openBrowser(server.baseUrl);
    const { body } = await later.ask('GET', '/api/auth/passkey/generate-authenticate-options');
    const response = with_.authenticate(body.challenge, flags);
    const answer = await later.ask('POST', '/api/auth/passkey/verify-authentication', { response });
    return { answer, me: await later.ask('GET', '/api/user/me') };
  };
  const { answer, me } = await enter(authenticator);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(me.body.email, account.email);
  const stranger = await enter(makeAuthenticator({ rpId: 'localhost', origin }));
  assert.deepEqual([stranger.answer.status, stranger.me.status], [401, 401]);
  const elsewhere = await enter(makeAuthenticator({ rpId: 'localhost', origin: 'http://evil.example' }));
  assert.equal(elsewhere.me.status, 401);

  const unlocked = await enter(authenticator, PRESENT);
  assert.deepEqual([unlocked.answer.body.code, unlocked.me.status], ['user_not_verified', 401]);

  const [{ id }] = (await page.ask('GET', '/api/auth/passkey/list-user-passkeys')).body;
  assert.equal((await page.ask('POST', '/api/auth/passkey/delete-passkey', { id })).status, 200);
  assert.equal((await enter(authenticator)).me.status, 401);
  assert.deepEqual(await acts(body.user.id), [
    'sign_up',
    'sign_in by password',
    'passkey.add',
    'sign_in by passkey',
    'passkey.remove',
  ]);
});

async function comeFromProvider(to: typeof server, email: string, verified = true) {
  const page = openBrowser(to.baseUrl);
  const asked = await page.ask('POST', '/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' });
  assert.equal(asked.status, 200, asked.text);
  const claims = { sub: `sub-${email}`, email, email_verified: verified, name: 'Bob' };
  const back = provider.authorize(asked.body.url, claims).replace('localhost', '127.0.0.1');
  const landed = await page.ask('GET', back);
  return { page, landed, back };
}

test('an account of the identity provider signs up and in, and its answer counts once', async () => {
  const email = `${randomUUID()}@people.example`;
  const { page, landed, back } = await comeFromProvider(server, email);
  assert.deepEqual([landed.status, landed.headers.get('location')], [302, '/'], landed.text);
  const me = await page.ask('GET', '/api/user/me');
  assert.deepEqual([me.body.email, me.body.tier], [email, 'basic']);
  const replay = openBrowser(server.baseUrl);
  await replay.ask('GET', back);
  assert.equal((await replay.ask('GET', '/api/user/me')).status, 401);
  const again = await comeFromProvider(server, email);
  assert.equal((await again.page.ask('GET', '/api/user/me')).body.id, me.body.id);
  assert.deepEqual(await acts(me.body.id), [
    'sign_up',
    'sign_in_method.add',
    'sign_in by oidc',
    'sign_in by oidc',
  ]);
});

test('an unproven address of the provider does not take over an account', async () => {
  const account = { name: 'Ann', email: `${randomUUID()}@people.example`, password: 'mauve otter lantern' };
  const { body } = await openBrowser(server.baseUrl).ask('POST', '/api/auth/sign-up/email', account);
  await server.db.updateTable('users').set({ email_verified: true }).where('id', '=', body.user.id).execute();
  const { page, landed } = await comeFromProvider(server, account.email, false);
  assert.match(landed.headers.get('location') ?? '', /error=/);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 401);
});

test('an unproven address of the provider makes no account either', async () => {
  const email = `${randomUUID()}@people.example`;
  const { page, landed } = await comeFromProvider(server, email, false);
  assert.match(landed.headers.get('location') ?? '', /error=/);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 401);
  const found = await server.db.selectFrom('users').select('id').where('email', '=', email).execute();
  assert.deepEqual(found, []);
});

test('with sign-up closed the provider lets in nobody new', async () => {
  const { page, landed } = await comeFromProvider(closed, `${randomUUID()}@people.example`);
  assert.match(landed.headers.get('location') ?? '', /error=/);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 401);
  const users = await closed.db.selectFrom('users').select('id').execute();
  assert.deepEqual(users, []);
});
