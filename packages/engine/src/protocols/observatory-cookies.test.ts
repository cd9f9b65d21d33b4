import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { cookies } from './observatory-cookies.ts';

const set = (...fields: string[]) => pageWith({ 'Set-Cookie': fields });
const underHsts = (...fields: string[]) =>
  pageWith({ 'Set-Cookie': fields, 'Strict-Transport-Security': 'max-age=31536000' });

checkRows(cookies, [
  ['no cookie', plainSite, 'cookies-not-found'],
  ['a cookie beyond the site', set('heroku-session-affinity=a'), 'cookies-not-found'],
  ['a cookie of another domain', set('id=1; Domain=other.test'), 'cookies-not-found'],
  ['a nameless cookie', set('=1', 'word'), 'cookies-not-found'],
  [
    'all that there is',
    set('SESSIONID=1; Secure; HttpOnly; SameSite=Lax'),
    'cookies-secure-with-httponly-sessions-and-samesite',
  ],
  [
    'SameSite=None is one too',
    set('id=1; Secure; SameSite=none'),
    'cookies-secure-with-httponly-sessions-and-samesite',
  ],
  [
    'one without SameSite',
    set('a=1; Secure; SameSite=Lax', 'b=1; Secure'),
    'cookies-secure-with-httponly-sessions',
  ],
  ['no Secure', set('id=1'), 'cookies-without-secure-flag'],
  ['no Secure under HSTS', underHsts('id=1'), 'cookies-without-secure-flag-but-protected-by-hsts'],
  [
    'a session without Secure under HSTS',
    underHsts('login=1; HttpOnly'),
    'cookies-session-without-secure-flag-but-protected-by-hsts',
  ],
  ['a session without Secure', set('SESS=1; HttpOnly'), 'cookies-session-without-secure-flag'],
  ['a session without HttpOnly', set('session=1; Secure'), 'cookies-session-without-httponly-flag'],
  ['a session without either', set('session=1'), 'cookies-session-without-secure-flag'],
  [
    'a session without HttpOnly and Secure under HSTS',
    underHsts('session=1'),
    'cookies-session-without-httponly-flag',
  ],
  [
    'a token against forgery without SameSite',
    set('csrftoken=1; Secure'),
    'cookies-anticsrf-without-samesite-flag',
  ],
  ['an unknown SameSite', set('id=1; Secure; SameSite=maybe'), 'cookies-samesite-flag-invalid'],
  ['an empty SameSite', set('id=1; Secure; SameSite'), 'cookies-samesite-flag-invalid'],
  ['SameSite=None without Secure', set('id=1; SameSite=None'), 'cookies-samesite-flag-invalid'],
  ['an unknown SameSite on no cookie', set('=1; SameSite=maybe'), 'cookies-not-found'],
  [
    'the later one of a name',
    set('id=1', 'id=2; Secure; SameSite=Lax'),
    'cookies-secure-with-httponly-sessions-and-samesite',
  ],
  [
    'a cookie of a redirect',
    {
      ...plainSite,
      https: {
        headers: {},
        redirects: [
          { url: 'https://acme.test/', headers: [['Set-Cookie', 'id=1']] },
          { url: 'https://www.acme.test/' },
        ],
      },
    },
    'cookies-without-secure-flag',
  ],
  [
    'a cookie of robots.txt',
    { ...plainSite, robots: { headers: { 'set-cookie': 'id=1' } } },
    'cookies-without-secure-flag',
  ],
]);
