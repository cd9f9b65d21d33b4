import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pino } from 'pino';
import type { AccountSettings } from '../src/accounts/open-accounts.ts';
import { createApp } from '../src/app.ts';
import {
  acts,
  browser,
  linkIn,
  mailer,
  member,
  PASSWORD,
  SECRETS,
  server,
  signIn,
  signUp,
  sink,
  someone,
} from './account-server.ts';
import { openBrowser, totp } from './browser.ts';

const ANN = { name: 'Ann', email: 'ann@people.example', password: PASSWORD };

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

test('nobody makes themselves an operator, confirmed, or more than basic', async () => {
  const email = someone();
  const extra = {
    tier: 'enterprise',
    is_operator: true,
    isOperator: true,
    emailVerified: true,
    suspended_at: null,
  };
  const { status } = await browser().ask('POST', '/api/auth/sign-up/email', { ...ANN, email, ...extra });
  assert.ok([200, 400].includes(status));
  const row = await server.db
    .selectFrom('users')
    .select(['tier', 'is_operator', 'email_verified'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (row) assert.deepEqual(row, { tier: 'basic', is_operator: false, email_verified: false });
});

test('a second account with the same address looks like the first, and its owner is told', async () => {
  const { email } = await member();
  const before = sink.mails.length;
  const [known, fresh] = [await signUp(email.toUpperCase()), await signUp(someone())];
  assert.deepEqual([known.status, fresh.status], [200, 200]);
  const shape = (value: object) =>
    Object.entries(value)
      .map(([name, each]) => `${name}: ${each === null ? 'null' : typeof each}`)
      .sort();
  assert.deepEqual(shape(known.body), shape(fresh.body));
  assert.deepEqual(shape(known.body.user), shape(fresh.body.user));
  assert.deepEqual([...known.headers.keys()].sort(), [...fresh.headers.keys()].sort());
  assert.equal((await sink.mailTo(email, before)).subject, 'You have an account already');
});

test('a wrong password and an unknown account are one answer, that comes no sooner', async () => {
  const { email } = await member();
  const answers = [];
  for (const [address, password] of [
    [email, 'not that password'],
    [someone(), PASSWORD],
  ] as const) {
    const asked = performance.now();
    const { status, body, headers } = await signIn(browser(), address, password);
    const { request_id: _, ...told } = body;
    const names = [...headers.keys()].sort();
    answers.push({ status, told, names, even: performance.now() - asked >= 245 });
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.deepEqual(
    [answers[0]?.status, answers[0]?.told.code, answers[0]?.even],
    [401, 'invalid_email_or_password', true],
  );
});

test('a forgotten password is set anew by mail, once, and ends every session', async () => {
  const { email, page, userId } = await member();
  const before = sink.mails.length;
  const ask = (address: string) =>
    browser().ask('POST', '/api/auth/request-password-reset', { email: address });
  const [known, unknown] = [await ask(email), await ask(someone())];
  assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
  const link = linkIn((await sink.mailTo(email, before)).text);
  const token = new URL(link).hash.replace('#token=', '');
  const reset = (newPassword: string) =>
    browser().ask('POST', '/api/auth/reset-password', { newPassword, token });
  const weak = await reset(`${email.split('@')[0]}!`);
  assert.deepEqual([weak.status, weak.body.code], [400, 'weak_password']);
  assert.equal((await reset('another quiet harbour')).status, 200);
  assert.equal((await reset('yet another harbour')).body.code, 'invalid_token');
  assert.equal((await page.ask('GET', '/api/user/me')).status, 401);
  assert.equal((await signIn(page, email)).status, 401);
  assert.equal((await signIn(page, email, 'another quiet harbour')).status, 200);
  assert.deepEqual((await acts(userId)).slice(3), [
    'password.reset_request',
    'password.reset',
    'sign_in.fail',
    'sign_in',
  ]);
  const lines = await server.db.selectFrom('audit_log').selectAll().where('subject', '=', userId).execute();
  assert.ok(lines.every(({ address }) => address === '127.0.0.1'));
  assert.ok(!JSON.stringify(lines).includes(email));
});

test('a new password ends the other sessions, and a weak one is refused', async () => {
  const { email, page } = await member();
  const other = browser();
  await signIn(other, email);
  const change = (newPassword: string) =>
    page.ask('POST', '/api/auth/change-password', { currentPassword: PASSWORD, newPassword });
  assert.equal((await change('qwertyuiop')).body.code, 'weak_password');
  assert.equal((await change('velvet brick canyon')).status, 200);
  assert.equal((await other.ask('GET', '/api/user/me')).status, 401);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 200);
});

test('sessions are listed, and signing out everywhere ends them all', async () => {
  const { email, page, userId } = await member();
  const other = browser();
  await signIn(other, email);
  assert.equal((await page.ask('GET', '/api/auth/list-sessions')).body.length, 2);
  assert.equal((await page.ask('POST', '/api/auth/revoke-sessions', {})).status, 200);
  for (const each of [page, other]) assert.equal((await each.ask('GET', '/api/user/me')).status, 401);
  await signIn(page, email);
  assert.equal((await page.ask('POST', '/api/auth/sign-out', {})).status, 200);
  assert.equal(page.jar.size, 0);
  const told = await acts(userId);
  assert.ok(told.includes('session.revoke_all') && told.at(-1) === 'sign_out', told.join());
});

test('a second factor ends the sessions that began without it, and a recovery code works once', async () => {
  const { email, page } = await member();
  const other = browser();
  await signIn(other, email);
  const { body } = await page.ask('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  assert.equal((await other.ask('GET', '/api/user/me')).status, 200);
  await page.ask('POST', '/api/auth/two-factor/verify-totp', { code: totp(body.totpURI) });
  assert.equal((await other.ask('GET', '/api/user/me')).status, 401);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 200);
  const [code] = body.backupCodes;
  const recover = async () => {
    const later = browser();
    await signIn(later, email);
    return later.ask('POST', '/api/auth/two-factor/verify-backup-code', { code });
  };
  assert.equal((await recover()).status, 200);
  assert.equal((await recover()).status, 401);
  const off = await page.ask('POST', '/api/auth/two-factor/disable', { password: PASSWORD });
  assert.equal(off.status, 200, off.text);
  assert.equal((await signIn(browser(), email)).body.twoFactorRedirect, undefined);
});

test('cookies change nothing from a page of someone else, and count for nothing beside a key', async () => {
  const { page } = await member();
  const cookie = page.cookie();
  const evil = openBrowser(server.baseUrl, 'https://evil.example');
  for (const [name, value] of page.jar) evil.jar.set(name, value);
  const refused = await evil.ask('POST', '/api/auth/revoke-sessions', {});
  assert.deepEqual([refused.status, refused.body.code], [403, 'invalid_origin']);
  const headers = { cookie, authorization: 'Bearer nothing' };
  const ignored = await server.ask('GET', '/api/auth/get-session', { headers });
  assert.deepEqual([ignored.status, ignored.text], [200, 'null']);
  assert.equal((await page.ask('GET', '/api/user/me')).status, 200);
});

test('a session makes API keys of any scope, and only its own user sees them', async () => {
  const { page } = await member();
  const made = await page.ask('POST', '/api/user/api-keys', { name: 'CI', scopes: ['read', 'admin'] });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.expires_at, null);
  const me = await server.ask('GET', '/api/user/me', { key: made.body.key });
  assert.deepEqual([me.body.api_key.id, me.body.session], [made.body.id, null]);
  assert.equal((await page.ask('GET', '/api/admin/users')).body.code, 'not_operator');
});

test('who is suspended is signed out and cannot sign in', async () => {
  const { email, page, userId } = await member();
  await server.db.updateTable('users').set({ suspended_at: new Date() }).where('id', '=', userId).execute();
  assert.equal((await page.ask('GET', '/api/user/me')).body.code, 'suspended');
  const again = await signIn(browser(), email);
  assert.deepEqual([again.status, again.body.code], [403, 'suspended']);
});

test('an account is tried twenty times in a quarter of an hour, by all processes together', async () => {
  const second = await createApp({
    db: server.db,
    log: pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
    accounts: { mailer, secrets: SECRETS, signUp: 'open' },
  });
  const tryAt = async (index: number, email: string) => {
    const json = { email, password: 'not that password' };
    const url = '/api/auth/sign-in/email';
    if (index % 2 === 0) {
      const { status, body } = await browser().ask('POST', url, json);
      return { status, body };
    }
    // From another address, so that it is the account that is limited.
    const response = await second.inject({ method: 'POST', url, payload: json, remoteAddress: '192.0.2.7' });
    return { status: response.statusCode, body: response.json() };
  };
  const { email: known } = await member();
  for (const email of [known, someone()]) {
    const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => tryAt(index, email)));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    // A member has signed in once already.
    assert.deepEqual([count(401), count(429)], email === known ? [19, 5] : [20, 4]);
    const { detail } = answers.find(({ status }) => status === 429)?.body ?? {};
    assert.match(detail, /^Too many tries\. Come back in \d+ seconds\.$/);
  }
  await second.close();
});

test('an address signs up twenty times in an hour', async () => {
  const app = await createApp({
    db: server.db,
    log: pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
    accounts: { mailer: { send() {} }, secrets: SECRETS, signUp: 'open' },
  });
  const statuses = await Promise.all(
    Array.from({ length: 22 }, async () => {
      const payload = { name: 'Ann', email: someone(), password: PASSWORD };
      const request = { method: 'POST', url: '/api/auth/sign-up/email', remoteAddress: '192.0.2.9' } as const;
      return (await app.inject({ ...request, payload })).statusCode;
    }),
  );
  assert.deepEqual(
    [200, 429].map((status) => statuses.filter((each) => each === status).length),
    [20, 2],
  );
  await app.close();
});

describe('other settings', () => {
  const start = (accounts?: Partial<AccountSettings>) =>
    createApp({
      db: server.db,
      log: pino({ level: 'silent' }),
      version: '0',
      queue: { send: assert.fail },
      notifications: { subscribe: assert.fail },
      ...(accounts ? { accounts: { mailer, secrets: SECRETS, signUp: 'open', ...accounts } } : {}),
    });
  const post = { method: 'POST', remoteAddress: '192.0.2.20' } as const;

  test('with sign-up closed nobody makes an account, and members sign in', async () => {
    const app = await start({ signUp: 'closed' });
    const payload = { name: 'Ann', email: someone(), password: PASSWORD };
    const refused = await app.inject({ ...post, url: '/api/auth/sign-up/email', payload });
    assert.deepEqual([refused.statusCode, refused.json().code], [403, 'sign_up_closed']);
    const { email } = await member();
    const entered = await app.inject({
      ...post,
      url: '/api/auth/sign-in/email',
      payload: { email, password: PASSWORD },
    });
    assert.equal(entered.statusCode, 200);
    await app.close();
  });

  test('behind https cookies are secure, and the base path of a proxy is part of links', async () => {
    const app = await start({ publicUrl: 'https://scan.example.com/base' });
    const email = someone();
    const url = '/api/auth/sign-up/email';
    await app.inject({ ...post, url, payload: { name: 'Ann', email, password: PASSWORD } });
    const { text } = await sink.mailTo(email);
    assert.match(linkIn(text), /^https:\/\/scan\.example\.com\/base\/api\/auth\/verify-email\?token=/);
    await server.db.updateTable('users').set({ email_verified: true }).where('email', '=', email).execute();
    const entered = await app.inject({
      ...post,
      url: '/api/auth/sign-in/email',
      payload: { email, password: PASSWORD },
    });
    assert.match(String(entered.headers['set-cookie']), /^__Secure-cyborux\.session_token=.*; Secure/);
    await app.close();
  });

  test('without a secret nobody signs in, and says so', async () => {
    const app = await start();
    const refused = await app.inject({ ...post, url: '/api/auth/sign-in/email', payload: {} });
    assert.deepEqual([refused.statusCode, refused.json().code], [503, 'not_configured']);
    await app.close();
  });

  test('a former secret still reads second factors, a forgotten one does not', async () => {
    const { email, page } = await member();
    const { body } = await page.ask('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
    await page.ask('POST', '/api/auth/two-factor/verify-totp', { code: totp(body.totpURI) });
    const NEW = 'another secret of the tests, as long';
    for (const [secrets, status] of [
      [[NEW, ...SECRETS], 200],
      [[NEW], 500],
    ] as [[string, ...string[]], number][]) {
      const app = await start({ secrets });
      const entered = await app.inject({
        ...post,
        url: '/api/auth/sign-in/email',
        payload: { email, password: PASSWORD },
      });
      const cookie = [entered.headers['set-cookie']]
        .flat()
        .map((line) => String(line).split(';', 1)[0])
        .join('; ');
      const headers = { cookie, origin: 'http://localhost:0' };
      const url = '/api/auth/two-factor/verify-totp';
      const whole = await app.inject({ ...post, url, headers, payload: { code: totp(body.totpURI) } });
      assert.equal(whole.statusCode, status, whole.body);
      await app.close();
    }
  });
});

describe('what is no request of ours', () => {
  for (const [name, method, path, json, status] of [
    ['an unknown path', 'GET', '/api/auth/nothing', undefined, 404],
    ['the library\u2019s own pages', 'GET', '/api/auth/ok', undefined, 404],
    ['a field that is missing', 'POST', '/api/auth/sign-in/email', { email: 'a@b.example' }, 400],
    ['an address that is none', 'POST', '/api/auth/sign-in/email', { email: 'a', password: PASSWORD }, 400],
    ['a name of two lines', 'POST', '/api/auth/sign-up/email', { ...ANN, name: 'A\nB' }, 400],
    ['a name without end', 'POST', '/api/auth/sign-up/email', { ...ANN, name: 'x'.repeat(101) }, 400],
    ['a picture that is a script', 'POST', '/api/auth/sign-up/email', { ...ANN, image: 'javascript:1' }, 400],
    ['an error of the identity provider', 'GET', '/api/auth/error?error=<script>', undefined, 400],
    ['no session to change', 'POST', '/api/auth/two-factor/enable', { password: PASSWORD }, 401],
  ] as const) {
    test(`${status}: ${name}`, async () => {
      const answer = await browser().ask(method, path, json);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(Object.keys(answer.body), ['detail', 'code', 'request_id']);
      assert.match(answer.body.detail, /[.!?]$/);
      assert.ok(!answer.text.includes('<script>'));
    });
  }

  test('400: a form, and JSON that is none', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await server.ask('POST', '/api/auth/sign-in/email', { headers, body: 'email=a&password=b' });
    assert.deepEqual([form.status, form.body.code], [400, 'wrong_content_type']);
    const broken = { 'content-type': 'application/json' };
    assert.equal(
      (await server.ask('POST', '/api/auth/sign-out', { headers: broken, body: '{' })).status,
      400,
    );
  });
});
