import { parseCookieDate } from './cookie-date.ts';
import { trimWsp } from './wsp.ts';

export interface Cookie {
  name: string;
  value: string;
  secure: boolean;
  httpOnly: boolean;
  /** `Default`: no SameSite attribute, or a word that browsers do not know. */
  sameSite: 'Strict' | 'Lax' | 'None' | 'Default';
  /** Without its leading dot, lower case; null for a host-only cookie. */
  domain: string | null;
  /** Null when the browser takes it from the URL. */
  path: string | null;
  /** Seconds; null when not given. Wins over `expires`. */
  maxAge: number | null;
  expires: Date | null;
  /** What a `__Host-` or `__Secure-` name demands is not met: browsers throw the cookie away. */
  breaksPrefix: boolean;
}

const MAX_PAIR = 4096;
const MAX_ATTRIBUTE = 1024;

/** Reads one Set-Cookie field as a browser does (RFC 6265bis section 5.6). Null when a browser ignores it. */
export function parseSetCookie(field: string): Cookie | null {
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(field)) return null;
  const [pair = '', ...rest] = field.split(';');
  const [name, value] = splitPair(pair, '');
  if ((name === '' && value === '') || name.length + value.length > MAX_PAIR) return null;
  const attributes = new Map<string, string>();
  for (const attribute of rest) {
    const [key, text] = splitPair(attribute, null);
    // Section 5.6: the last one of a name wins; one that is too long does not count.
    if (text.length <= MAX_ATTRIBUTE && isMeant(key.toLowerCase(), text))
      attributes.set(key.toLowerCase(), text);
  }
  const cookie = {
    name,
    value,
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: sameSiteOf(attributes.get('samesite')),
    domain: attributes.get('domain')?.replace(/^\./, '').toLowerCase() || null,
    path: attributes.get('path')?.startsWith('/') ? (attributes.get('path') ?? null) : null,
    maxAge: attributes.has('max-age') ? seconds(attributes.get('max-age') ?? '') : null,
    expires: parseCookieDate(attributes.get('expires') ?? ''),
  };
  return { ...cookie, breaksPrefix: breaksPrefix(cookie) };
}

/** A pair without `=` is a value without a name; an attribute without one is a name without a value. */
function splitPair(text: string, nameless: '' | null): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals === -1) return nameless === '' ? ['', trimWsp(text)] : [trimWsp(text), ''];
  return [trimWsp(text.slice(0, equals)), trimWsp(text.slice(equals + 1))];
}

/** Attributes whose value makes no sense are passed over (sections 5.6.1 and 5.6.2). */
function isMeant(name: string, value: string): boolean {
  if (name === 'max-age') return /^-?\d+$/.test(value);
  if (name === 'expires') return parseCookieDate(value) !== null;
  return true;
}

/** A number of any length, kept finite; browsers cut it to their own limit (section 5.6.2). */
function seconds(text: string): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(text), Number.MAX_SAFE_INTEGER));
}

function sameSiteOf(value: string | undefined): Cookie['sameSite'] {
  const words = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;
  const word = value?.toLowerCase();
  return word === 'strict' || word === 'lax' || word === 'none' ? words[word] : 'Default';
}

/** Section 4.1.3; the prefixes are matched without regard to case, and no nameless cookie may feign one (section 5.7). */
function breaksPrefix({ name, value, secure, domain, path }: Omit<Cookie, 'breaksPrefix'>): boolean {
  if (name === '') return /^__(?:secure|host)-/i.test(value);
  const lower = name.toLowerCase();
  if (lower.startsWith('__secure-')) return !secure;
  if (lower.startsWith('__host-')) return !secure || domain !== null || path !== '/';
  return false;
}

/** Does it only take a cookie away: `Max-Age=0`, or a date that is past? */
export function isRemoval(cookie: Cookie, at: Date): boolean {
  if (cookie.maxAge !== null) return cookie.maxAge <= 0;
  return cookie.expires !== null && cookie.expires <= at;
}

/** Names that frameworks and identity providers give to what keeps a user signed in. */
const SESSION_NAMES: readonly RegExp[] = [
  /^(?:php|j|asp\.net_|cf|koa\.|express[.:-]?|flask-?|django-?|rails-?)?sess(?:ion)?[._-]?(?:id)?$/,
  /^aspsessionid[a-z]{8}$/,
  /^(?:connect\.)?sid$/,
  /(?:^|[._-])(?:session|sess|sessid|sessionid|session[._-]id|session[._-]token|sid)$/,
  /(?:^|[._-])(?:access|auth|id|refresh|login|remember|user)[._-]?token$/,
  /(?:^|[._-])(?:jwt|auth|authentication|remember_me|rememberme|cftoken|aspxauth)$/,
  /^(?:wordpress_logged_in|wordpress_sec)_/,
  /^(?:s?sess)[0-9a-f]{32}$/,
  /^remember_web_/,
  /^\.aspnetcore\.(?:session|cookies|identity\.application)/,
];

/** Cookies of analytics and of protections against forgery are meant to be read by scripts. */
const NO_SESSION = /csrf|xsrf|^_(?:ga|gid|hj|pk|fbp|clck|uetsid)|^ai_session$|^amplitude_|^mp_|^optimizely/;

export function looksLikeSession(name: string): boolean {
  const lower = name.toLowerCase().replace(/^__(?:host|secure)-/, '');
  if (lower.length > 100 || NO_SESSION.test(lower)) return false;
  return SESSION_NAMES.some((pattern) => pattern.test(lower));
}
