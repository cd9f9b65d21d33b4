import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cookie, isRemoval, looksLikeSession, parseSetCookie } from './cookie.ts';

function cookie(field: string): Cookie {
  const parsed = parseSetCookie(field);
  assert.ok(parsed);
  return parsed;
}

test('a well-made cookie has all that it says', () => {
  assert.deepEqual(
    cookie('sid=31d4; Path=/app; Domain=.Acme.test; Secure; HttpOnly; SameSite=Lax; Max-Age=60'),
    {
      name: 'sid',
      value: '31d4',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      domain: 'acme.test',
      path: '/app',
      maxAge: 60,
      expires: null,
      breaksPrefix: false,
    },
  );
});

const variants: [string, Partial<Cookie>][] = [
  ['a=b', { secure: false, httpOnly: false, sameSite: 'Default', domain: null, path: null }],
  [' a = b ; SECURE ; httponly', { name: 'a', value: 'b', secure: true, httpOnly: true }],
  ['a="b=c"', { value: '"b=c"' }],
  ['alone', { name: '', value: 'alone' }],
  ['=x', { name: '', value: 'x' }],
  ['a=b; secure=no', { secure: true }],
  ['a=b; xsecure; Securely', { secure: false }],
  ['a=b; SameSite=none; SameSite=Strict', { sameSite: 'Strict' }],
  ['a=b; SameSite=sometimes', { sameSite: 'Default' }],
  ['a=b; Path=app', { path: null }],
  ['a=b; Max-Age=soon', { maxAge: null }],
  ['a=b; Max-Age=-5', { maxAge: -5 }],
  ['a=b; Max-Age=5; Max-Age=x', { maxAge: 5 }],
  ['__Host-a=b; Secure; Path=/', { breaksPrefix: false }],
  ['__Host-a=b; Secure', { breaksPrefix: true }],
  ['__host-a=b; Secure; Path=/; Domain=acme.test', { breaksPrefix: true }],
  ['__Secure-a=b; Secure', { breaksPrefix: false }],
  ['__SECURE-a=b', { breaksPrefix: true }],
  ['=__Host-a=b; Secure; Path=/', { name: '', value: '__Host-a=b', breaksPrefix: true }],
  ['__secure-a; Secure', { name: '', breaksPrefix: true }],
  ['a=b\u00a0; Path=/\u00a0 ', { value: 'b\u00a0', path: '/\u00a0' }],
  [`a=b; Max-Age=${'9'.repeat(400)}`, { maxAge: Number.MAX_SAFE_INTEGER }],
  [`a=b; Max-Age=-${'9'.repeat(400)}`, { maxAge: -Number.MAX_SAFE_INTEGER }],
  ['a=b; Path=/; Path=app', { path: null }],
  ['a=b; Domain=acme.test; Domain=', { domain: null }],
];
for (const [field, expected] of variants) {
  test(`${field} reads ${JSON.stringify(expected)}`, () => {
    assert.partialDeepStrictEqual(cookie(field), expected);
  });
}

for (const field of ['', ';', '=', ' ; Secure', 'a=b\0', 'a=b\nc', `a=${'x'.repeat(4096)}`]) {
  test(`${JSON.stringify(field.slice(0, 20))} is ignored, as browsers do`, () => {
    assert.equal(parseSetCookie(field), null);
  });
}

test('a cookie is taken away by Max-Age=0 or a past date, and Max-Age wins', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const past = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';
  assert.equal(isRemoval(cookie('a=b'), at), false);
  assert.equal(isRemoval(cookie('a=; Max-Age=0'), at), true);
  assert.equal(isRemoval(cookie(`a=; ${past}`), at), true);
  assert.equal(isRemoval(cookie(`a=b; Max-Age=9; ${past}`), at), false);
  assert.equal(isRemoval(cookie('a=b; Expires=Fri, 01 Jan 2027 00:00:00 GMT'), at), false);
});

for (const name of [
  'PHPSESSID',
  'JSESSIONID',
  'ASP.NET_SessionId',
  'ASPSESSIONIDAABBCCDD',
  'connect.sid',
  'sid',
  'session',
  'session_id',
  'laravel_session',
  '_acme_session',
  '__Host-session',
  '__Secure-next-auth.session-token',
  'access_token',
  'authToken',
  'wordpress_logged_in_0123',
  'SESS0123456789abcdef0123456789abcdef',
  '.AspNetCore.Session',
  '.ASPXAUTH',
]) {
  test(`${name} looks like a session`, () => assert.equal(looksLikeSession(name), true));
}

for (const name of [
  '',
  'lang',
  'theme',
  'csrftoken',
  'XSRF-TOKEN',
  'csrf_session',
  '_ga',
  '_hjSession_1',
  'ai_session',
  'consent',
  'inside',
  'AWSALB',
]) {
  test(`${JSON.stringify(name)} does not look like a session`, () => {
    assert.equal(looksLikeSession(name), false);
  });
}

test('any field is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (field) => {
      const parsed = parseSetCookie(field);
      if (parsed !== null) looksLikeSession(parsed.name);
    }),
  );
});

test('name, value and flags survive the way through the field', () => {
  const token = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
  fc.assert(
    fc.property(token, token, fc.boolean(), fc.boolean(), (name, value, secure, httpOnly) => {
      const field = `${name}=${value}${secure ? '; Secure' : ''}${httpOnly ? '; HttpOnly' : ''}`;
      assert.partialDeepStrictEqual(parseSetCookie(field), { name, value, secure, httpOnly });
    }),
  );
});
