import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { looksLikeSession } from '../protocols/cookie.ts';
import { siteResponses } from '../protocols/page-response.ts';
import { cookieEvidence, siteCookies } from '../protocols/site-cookies.ts';

export const cookieHttponly = defineCheck({
  id: 'cookie-httponly',
  title: 'Scripts cannot read session cookies',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.2.6'],
  needs: { responses: part(httpResponse, siteResponses) },
  findings: {
    missing: {
      severity: 'low',
      title: 'Session cookies lack HttpOnly',
      remediation:
        'Add `; HttpOnly` to each of them where the application sets it (PHP `session.cookie_httponly = 1`, Express `cookie: { httpOnly: true }`), or at the proxy: `proxy_cookie_flags NAME httponly;` in nginx, `Header always edit Set-Cookie ^(NAME=.*)$ "$1; HttpOnly"` in Apache.',
    },
  },
  evaluate({ responses }, { observedAt }) {
    const sessions = siteCookies(responses, observedAt).filter(({ name }) => looksLikeSession(name));
    if (sessions.length === 0) return notApplicable;
    const readable = sessions.filter((cookie) => !cookie.httpOnly);
    if (readable.length === 0) return pass;
    const [evidence, affects] = cookieEvidence(readable);
    return fail('missing', evidence, { affects });
  },
});
