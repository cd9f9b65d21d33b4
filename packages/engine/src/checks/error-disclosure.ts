import type { Unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { siteFiles } from '../probes/site-files.ts';
import type { Chain, Hop, Web } from '../protocols/http-chain.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { stackTrace } from '../protocols/stack-trace.ts';

export const errorDisclosure = defineCheck({
  id: 'error-disclosure',
  title: 'Error pages tell visitors nothing of the inner workings',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://cwe.mitre.org/data/definitions/209.html'],
  needs: {
    front: part(httpResponse, frontError),
    missing: part(siteFiles, (files) => (files.state === 'present' ? files.missing : null)),
  },
  findings: {
    'stack-trace': {
      severity: 'low',
      title: 'An error page shows a stack trace or the message of an error',
      remediation:
        'Write errors to the log and show a page of your own: `display_errors = Off` in php.ini, `DEBUG = False` in Django, `NODE_ENV=production` for Express, `server.error.include-stacktrace=never` in Spring Boot, `<customErrors mode="On" />` in ASP.NET. The proxy can stand in for it: `proxy_intercept_errors on; error_page 404 500 502 503 /error.html;` in nginx, `ProxyErrorOverride On` and `ErrorDocument` in Apache, custom error pages at the CDN.',
    },
  },
  evaluate({ front, missing }) {
    const answer = missing !== null && missing.state === 'present' ? missing : null;
    const pages = [front, answer].filter((page) => page !== null);
    if (pages.length === 0) return notApplicable;
    for (const { url, status, body, address, port } of pages) {
      const trace = stackTrace(body);
      if (trace === null) continue;
      const evidence = { url, status, platform: trace.platform, text: trace.sample };
      return fail('stack-trace', evidence, { affects: [serviceKey(address, port)] });
    }
    return pass;
  },
});

type ErrorPage = Pick<Hop, 'url' | 'status' | 'address' | 'port'> & { body: string };

/** What stands in the place of the page. A page itself may well write about stack traces. */
function frontError({ http, https }: Web): ErrorPage | Unknown | null {
  const page = pageResponse({ http, https });
  if (page !== null) return 'body' in page ? null : page;
  return errorPage(https) ?? errorPage(http);
}

function errorPage(chain: Chain): ErrorPage | null {
  if (chain.state !== 'present' || chain.ended !== 'answered') return null;
  const last = chain.hops.at(-1);
  return last === undefined || last.status < 400 ? null : { ...last, body: chain.body };
}
