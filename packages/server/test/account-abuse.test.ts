import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { acts, browser, linkIn, member, PASSWORD, server, signIn, sink, someone } from './account-server.ts';
import { type Browser, totp } from './browser.ts';

test('a new password ends what was begun with the former one', async () => {
  const { email, page } = await member();
  const { body } = await page.ask('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  const code = () => ({ code: totp(body.totpURI) });
  await page.ask('POST', '/api/auth/two-factor/verify-totp', code());
  const trusted = browser();
  await signIn(trusted, email);
  await trusted.ask('POST', '/api/auth/two-factor/verify-totp', { ...code(), trustDevice: true });
  const half = async (password: string) => {
    const later = browser();
    assert.equal((await signIn(later, email, password)).body.twoFactorRedirect, true);
    return later;
  };
  const finish = async (from: Browser) =>
    (await from.ask('POST', '/api/auth/two-factor/verify-totp', code())).status;
  const link = async () => {
    const before = sink.mails.length;
    await browser().ask('POST', '/api/auth/request-password-reset', { email });
    return new URL(linkIn((await sink.mailTo(email, before)).text)).hash.replace('#token=', '');
  };
  const reset = async (token: string, newPassword: string) =>
    (await browser().ask('POST', '/api/auth/reset-password', { token, newPassword })).status;

  const [first, second, begun] = [await link(), await link(), await half(PASSWORD)];
  assert.equal(await reset(first, 'another quiet harbour'), 200);
  assert.equal(await finish(begun), 401);
  assert.equal(await reset(second, 'yet another harbour'), 400);
  assert.equal((await signIn(trusted, email, 'another quiet harbour')).body.twoFactorRedirect, true);

  const owner = await half('another quiet harbour');
  assert.equal(await finish(owner), 200);
  const again = await half('another quiet harbour');
  const changed = await owner.ask('POST', '/api/auth/change-password', {
    currentPassword: 'another quiet harbour',
    newPassword: 'velvet brick canyon',
  });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(await finish(again), 401);
  assert.equal(await finish(await half('velvet brick canyon')), 200);
});

test('a sign-in is told in the audit log, whatever else its request holds', async () => {
  const [{ email, userId }, { page }] = [await member(), await member()];
  const json = { email, password: PASSWORD, newPassword: 'velvet brick canyon' };
  assert.equal((await page.ask('POST', '/api/auth/sign-in/email', json)).status, 200);
  assert.deepEqual((await acts(userId)).slice(-2), ['sign_in', 'sign_in']);
});

test('name and picture are text, and nothing beside them is changed', async () => {
  const { page, userId } = await member();
  for (const json of [{ name: null }, { name: ['A'] }, { image: { a: 1 } }, { tier: 'enterprise' }]) {
    const refused = await page.ask('POST', '/api/auth/update-user', json);
    assert.equal(refused.status, 400, JSON.stringify(json));
  }
  const json = { name: 'Bob', image: null, tier: 'enterprise', is_operator: true, isOperator: true };
  assert.equal((await page.ask('POST', '/api/auth/update-user', json)).status, 200);
  const row = await server.db
    .selectFrom('users')
    .select(['name', 'tier', 'is_operator'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { name: 'Bob', tier: 'basic', is_operator: false });
});

test('no link leads from our pages to those of someone else', async () => {
  for (const target of [
    '/.//evil.example',
    '/a/../..//evil.example',
    '/..//evil.example',
    '//evil.example',
  ]) {
    for (const path of ['/verify-email?token=x', '/reset-password/x?', '/sign-out?']) {
      const method = path === '/sign-out?' ? 'POST' : 'GET';
      const url = `/api/auth${path}&callbackURL=${encodeURIComponent(target)}`;
      const { status, headers } = await browser().ask(method, url, method === 'POST' ? {} : undefined);
      assert.deepEqual([status, headers.get('location')], [403, null], url);
    }
  }
  const ours = await browser().ask('GET', '/api/auth/verify-email?token=x&callbackURL=%2Fwelcome');
  assert.match(ours.headers.get('location') ?? '', /^\/welcome\?error=/);
});

test('an address that is written otherwise is answered no sooner, and by the same pages', async () => {
  const ask = async (url: string) => {
    const asked = performance.now();
    const json = { email: someone(), password: PASSWORD };
    const status = await rawStatus('POST', url, json);
    return [status, performance.now() - asked >= 245];
  };
  for (const url of [
    '/api/auth/./sign-in/email',
    '/api/auth/x/../sign-in/email',
    '/api/auth/sign-in/email#x',
    'http://elsewhere.example/api/auth/sign-in/email',
  ]) {
    assert.deepEqual(await ask(url), [401, true], url);
  }
  assert.equal(await rawStatus('GET', '/api/auth/./ok'), 404);
  assert.equal(await rawStatus('GET', '/api/auth/./error'), 400);
  assert.equal(await rawStatus('POST', '/api/auth/verify-password', { password: PASSWORD }), 404);
});

/** Sends the target as it stands, which `fetch` would tidy up. */
function rawStatus(method: string, path: string, json?: unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = json === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(json === undefined ? undefined : JSON.stringify(json));
  });
}
