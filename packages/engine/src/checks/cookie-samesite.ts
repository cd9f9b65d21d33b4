import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { siteResponses } from '../protocols/page-response.ts';
import { cookieEvidence, type SiteCookie, siteCookies } from '../protocols/site-cookies.ts';

export const cookieSamesite = defineCheck({
  id: 'cookie-samesite',
  title: 'Cookies say whether other sites may have them sent',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.2.7'],
  needs: { responses: part(httpResponse, siteResponses) },
  findings: {
    'none-without-secure': {
      severity: 'low',
      title: 'Cookies have SameSite=None without Secure, so that browsers refuse them',
      remediation:
        'Add `; Secure` to each of them, or use `SameSite=Lax` when no other site needs them: `proxy_cookie_flags NAME secure samesite=none;` in nginx, `Header always edit Set-Cookie ^(NAME=.*)$ "$1; Secure"` in Apache.',
    },
    missing: {
      severity: 'info',
      title: 'Cookies lack SameSite, so that it is up to the browser',
      remediation:
        'Add `; SameSite=Lax` (or Strict) to each of them where the application sets it (PHP `session.cookie_samesite = "Lax"`, Express `cookie: { sameSite: "lax" }`), or at the proxy: `proxy_cookie_flags ~ samesite=lax;` in nginx, `Header always edit Set-Cookie ^(.*)$ "$1; SameSite=Lax"` in Apache.',
    },
  },
  evaluate({ responses }, { observedAt }) {
    const cookies = siteCookies(responses, observedAt);
    if (cookies.length === 0) return notApplicable;
    const refused = cookies.filter(({ sameSite, secure }) => sameSite === 'None' && !secure);
    const silent = cookies.filter(({ sameSite }) => sameSite === 'Default');
    const failures = [...failure('none-without-secure', refused), ...failure('missing', silent)];
    return failures.length > 0 ? failures : pass;
  },
});

function failure<F extends string>(finding: F, cookies: readonly SiteCookie[]) {
  if (cookies.length === 0) return [];
  const [evidence, affects] = cookieEvidence(cookies);
  return [fail(finding, evidence, { affects })];
}
