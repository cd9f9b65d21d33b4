import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { pino } from 'pino';
import { openMailer } from '../src/mail.ts';
import { type Browser, openBrowser } from './browser.ts';
import { startMailSink } from './mail-sink.ts';
import { startServer } from './server.ts';

/** A server with accounts and a mail server, for one test file; it ends with the file's tests. */
export const SECRETS = ['a secret of the tests, long enough'] as const;
export const sink = await startMailSink();
export const mailer = openMailer({
  smtpUrl: sink.url,
  from: 'Cyborux <cyborux@example.com>',
  log: pino({ level: 'silent' }),
});
export const server = await startServer({
  accounts: { mailer, secrets: SECRETS, signUp: 'open' },
});
after(async () => {
  await server.close();
  await mailer.close();
  await sink.close();
});

export const PASSWORD = 'mauve otter lantern';
export const someone = () => `${randomUUID()}@people.example`;
export const browser = () => openBrowser(server.baseUrl);
export const linkIn = (text: string) => /^http\S+$/m.exec(text)?.[0] ?? '';
export const acts = async (userId: string) =>
  (
    await server.db
      .selectFrom('audit_log')
      .select('act')
      .where('subject', '=', userId)
      .orderBy('id')
      .execute()
  ).map(({ act }) => act);

export async function signUp(email: string, { password = PASSWORD, from = browser() } = {}) {
  return from.ask('POST', '/api/auth/sign-up/email', { name: 'Ann', email, password });
}

export const signIn = (from: Browser, email: string, password = PASSWORD) =>
  from.ask('POST', '/api/auth/sign-in/email', { email, password });

/** An account that is confirmed, and a browser that is signed in to it. */
export async function member(): Promise<{ email: string; page: Browser; userId: string }> {
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
