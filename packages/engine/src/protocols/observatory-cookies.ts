import { parseSetCookie } from './cookie.ts';
import { strictTransportSecurity } from './observatory-hsts.ts';
import type { ObservedSite } from './observatory-site.ts';
import { bad, defineTest, good } from './observatory-test.ts';

/** Set by a hosting company, beyond the site's control. */
const OVERLOOKED = ['heroku-session-affinity'];

/** From the mildest to the worst, by the order of the algorithm, which is not that of the modifiers. */
const FAULTS = [
  'cookies-without-secure-flag-but-protected-by-hsts',
  'cookies-without-secure-flag',
  'cookies-session-without-secure-flag-but-protected-by-hsts',
  'cookies-samesite-flag-invalid',
  'cookies-anticsrf-without-samesite-flag',
  'cookies-session-without-httponly-flag',
  'cookies-session-without-secure-flag',
] as const;
type Fault = (typeof FAULTS)[number];

interface JarCookie {
  name: string;
  secure: boolean;
  httpOnly: boolean;
  sameSite: 'Strict' | 'Lax' | 'None' | 'Default';
}

export const cookies = defineTest({
  name: 'cookies',
  outcomes: {
    'cookies-secure-with-httponly-sessions-and-samesite': good(5),
    'cookies-secure-with-httponly-sessions': good(0),
    'cookies-not-found': good(0),
    'cookies-without-secure-flag-but-protected-by-hsts': bad(-5),
    'cookies-session-without-secure-flag-but-protected-by-hsts': bad(-10),
    'cookies-without-secure-flag': bad(-20),
    'cookies-samesite-flag-invalid': bad(-20),
    'cookies-anticsrf-without-samesite-flag': bad(-20),
    'cookies-session-without-httponly-flag': bad(-30),
    'cookies-session-without-secure-flag': bad(-40),
  },
  resultOf(site) {
    const jar = jarOf(site).filter(({ name }) => !OVERLOOKED.includes(name));
    if (jar.length === 0) return 'cookies-not-found';
    const hsts = strictTransportSecurity.outcomes[strictTransportSecurity.resultOf(site)].pass;
    const found = jar.flatMap((cookie) => faultsOf(cookie, hsts));
    if (site.page.setCookies.some(hasUnknownSameSite)) found.push('cookies-samesite-flag-invalid');
    const worst = FAULTS.findLast((fault) => found.includes(fault));
    if (worst !== undefined) return worst;
    return jar.some(({ sameSite }) => sameSite === 'Default')
      ? 'cookies-secure-with-httponly-sessions'
      : 'cookies-secure-with-httponly-sessions-and-samesite';
  },
});

function faultsOf(cookie: JarCookie, hsts: boolean): Fault[] {
  const name = cookie.name.toLowerCase();
  const isSession = name.includes('login') || name.includes('sess');
  const found: Fault[] = [];
  if (!cookie.secure) {
    const protection = hsts ? '-but-protected-by-hsts' : '';
    found.push(`cookies-without-secure-flag${protection}`);
    if (isSession) found.push(`cookies-session-without-secure-flag${protection}`);
    if (cookie.sameSite === 'None') found.push('cookies-samesite-flag-invalid');
  }
  if (name.includes('csrf') && cookie.sameSite === 'Default')
    found.push('cookies-anticsrf-without-samesite-flag');
  if (isSession && !cookie.httpOnly) found.push('cookies-session-without-httponly-flag');
  return found;
}

function hasUnknownSameSite(field: string): boolean {
  return field.split(';').some((part) => {
    const [key = '', value = ''] = part.split('=').map((each) => each.trim().toLowerCase());
    return key === 'samesite' && !['lax', 'strict', 'none'].includes(value);
  });
}

/** What a cookie jar holds after the visit; one of the same name, domain and path takes the place of the former. */
function jarOf(site: ObservedSite): JarCookie[] {
  const jar = new Map<string, JarCookie>();
  for (const { host, field } of site.cookies) {
    const cookie = parseSetCookie(field);
    if (cookie === null || cookie.name === '' || cookie.breaksPrefix) continue;
    const domain = cookie.domain ?? host;
    if (host !== domain && !host.endsWith(`.${domain}`)) continue;
    jar.set(JSON.stringify([domain, cookie.path, cookie.name]), cookie);
  }
  return [...jar.values()];
}
