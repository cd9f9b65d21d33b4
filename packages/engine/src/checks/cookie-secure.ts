import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { secureResponses } from '../protocols/page-response.ts';
import { cookieEvidence, siteCookies } from '../protocols/site-cookies.ts';

export const cookieSecure = defineCheck({
  id: 'cookie-secure',
  title: 'Cookies set over HTTPS never travel over plain HTTP',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.2.5'],
  needs: { responses: part(httpResponse, ({ https }) => secureResponses(https)) },
  findings: {
    missing: {
      severity: 'medium',
      title: 'Cookies set over HTTPS lack Secure',
      remediation:
        'Add `; Secure` to each of them where the application sets it (PHP `session.cookie_secure = 1`, Express `cookie: { secure: true }`), or at the proxy: `proxy_cookie_flags ~ secure;` in nginx, `Header always edit Set-Cookie ^(.*)$ "$1; Secure"` in Apache.',
    },
  },
  evaluate({ responses }, { observedAt }) {
    const cookies = siteCookies(responses, observedAt);
    if (cookies.length === 0) return notApplicable;
    const bare = cookies.filter((cookie) => !cookie.secure);
    if (bare.length === 0) return pass;
    const [evidence, affects] = cookieEvidence(bare);
    return fail('missing', evidence, { affects });
  },
});
