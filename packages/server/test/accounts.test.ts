import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { openMailer } from '../src/mail.ts';
import { type Browser, openBrowser, totp } from './browser.ts';
import { startMailSink } from './mail-sink.ts';
import { startServer } from './server.ts';

const sink = await startMailSink();
const mailer = openMailer({
  smtpUrl: sink.url,
  from: 'Cyborux <cyborux@example.com>',
  log: pino({ level: 'silent' }),
});
const server = await startServer({
  log: pino({ level: process.env.L ?? 'silent' }),
  accounts: { mailer, secrets: ['a secret of the tests, long enough'], signUp: 'open' },
});
after(async () => {
  await server.close();
  await mailer.close();
  await sink.close();
});

const PASSWORD = 'mauve otter lantern';
const someone = () => `${randomUUID()}@people.example`;
const browser = () => openBrowser(server.baseUrl);
const linkIn = (text: string) => /^http\S+$/m.exec(text)?.[0] ?? '';
const acts = async (userId: string) =>
  (
    await server.db
      .selectFrom('audit_log')
      .select('act')
      .where('subject', '=', userId)
      .orderBy('id')
      .execute()
  ).map(({ act }) => act);

async function signUp(email: string, { password = PASSWORD, from = browser() } = {}) {
  return from.ask('POST', '/api/auth/sign-up/email', { name: 'Ann', email, password });
}

const signIn = (from: Browser, email: string, password = PASSWORD) =>
  from.ask('POST', '/api/auth/sign-in/email', { email, password });

/** An account that is confirmed, and a browser that is signed in to it. */
async function member(): Promise<{ email: string; page: Browser; userId: string }> {
  const email = someone();
  const { body } = await signUp(email);
  const { status } = await browser().ask(
    'GET',
    // The link names `localhost`; the tests listen on 127.0.0.1.
    linkIn((await sink.mailTo(email)).text).replace('localhost', '127.0.0.1'),
  );
  assert.equal(status, 302);
  const page = browser();
  assert.equal((await signIn(page, email)).status, 200);
  return { email, page, userId: body.user.id };
}

test('from sign-up by mail and second factor to an analysis', async () => {
  const email = someone();
  const page = browser();
  const signedUp = await signUp(email, { from: page });
  assert.equal(signedUp.status, 200, signedUp.text);
  assert.equal(page.jar.size, 0);
  const early = await signIn(page, email);
  assert.deepEqual([early.status, early.body.code], [403, 'email_not_verified']);

  const mail = await sink.mailTo(email);
  assert.equal(mail.subject, 'Confirm your e-mail address');
  await page.ask('GET', linkIn(mail.text).replace('localhost', '127.0.0.1'));
  const signedIn = await signIn(page, email);
  assert.equal(signedIn.status, 200, signedIn.text);
  const cookie = signedIn.headers.getSetCookie().find((line) => line.startsWith('cyborux.session_token='));
  assert.match(cookie ?? '', /; HttpOnly/);
  assert.match(cookie ?? '', /; SameSite=Lax/);

  const me = await page.ask('GET', '/api/user/me');
  assert.equal(me.status, 200, me.text);
  assert.deepEqual([me.body.email, me.body.tier, me.body.is_operator], [email, 'basic', false]);
  assert.equal(me.body.api_key, null);

  const enabled = await page.ask('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  assert.equal(enabled.status, 200, enabled.text);
  assert.equal(enabled.body.backupCodes.length, 10);
  const verified = await page.ask('POST', '/api/auth/two-factor/verify-totp', {
    code: totp(enabled.body.totpURI),
  });
  assert.equal(verified.status, 200, verified.text);

  const later = browser();
  const half = await signIn(later, email);
  assert.equal(half.body.twoFactorRedirect, true, half.text);
  assert.equal((await later.ask('GET', '/api/user/me')).status, 401);
  assert.equal((await later.ask('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).status, 401);
  const whole = await later.ask('POST', '/api/auth/two-factor/verify-totp', {
    code: totp(enabled.body.totpURI),
  });
  assert.equal(whole.status, 200, whole.text);

  await server.db.updateTable('users').set({ tier: 'protect' }).where('id', '=', me.body.id).execute();
  const started = await later.ask('POST', '/api/analyze-domain', { domain: 'acme.test' });
  assert.equal(started.status, 202, started.text);
  assert.deepEqual(await acts(me.body.id), [
    'sign_up',
    'email.verify',
    'sign_in',
    'two_factor.enable',
    'sign_in.fail',
    'sign_in',
  ]);
});
