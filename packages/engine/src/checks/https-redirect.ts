import { type Unknown, unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { type Hop, siteHops, untilPage, type Web } from '../protocols/http-chain.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const httpsRedirect = defineCheck({
  id: 'https-redirect',
  title: 'Plain HTTP leads to HTTPS',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
    'https://www.rfc-editor.org/rfc/rfc9110#section-15.4.9',
  ],
  needs: { plain: part(httpResponse, plainContent) },
  findings: {
    'no-redirect': {
      severity: 'medium',
      title: 'Plain HTTP serves content and does not lead to HTTPS',
      remediation:
        'Answer every plain request with a permanent redirect: `server { listen 80; server_name HOST; return 301 https://$host$request_uri; }` in nginx, `Redirect permanent / https://HOST/` in the `<VirtualHost *:80>` of Apache.',
    },
    'no-https': {
      severity: 'medium',
      title: 'The site is served over plain HTTP alone',
      remediation:
        'Serve the site over HTTPS and redirect plain HTTP to it; an ACME client sets up both (`certbot --nginx -d HOST --redirect`, `certbot --apache -d HOST --redirect`).',
    },
  },
  evaluate({ plain }) {
    if (plain === null) return notApplicable;
    if (plain.content === null) return pass;
    const { url, status, address, port } = plain.content;
    const evidence = { url, status, https: plain.https };
    const affects = [serviceKey(address, port)];
    return fail(plain.https === 'answers' ? 'no-redirect' : 'no-https', evidence, { affects });
  },
});

interface PlainContent {
  /** The successful answer that a visitor over plain HTTP ends at; null when they get none, or reach HTTPS. */
  content: Hop | null;
  https: string;
}

/** Null when nothing answers plain HTTP. */
function plainContent({ http, https }: Web): PlainContent | Unknown | null {
  if (http.state === 'absent') return null;
  const hops = untilPage(siteHops(http));
  const secured = hops.some(({ url, location }) => isHttps(url) || isHttps(location ?? ''));
  if (secured) return { content: null, https: 'led to' };
  const last = hops.at(-1);
  // A page is no redirect, even if it leads on: it came in the clear, and could have been any other.
  const isPage = last?.refresh !== undefined;
  if (!isPage && http.state === 'unknown') return unknown(http.reason, http.detail);
  if (!isPage && http.state === 'present' && http.next?.state === 'unknown') return http.next;
  const isEnd = isPage || (http.state === 'present' && http.ended === 'answered');
  const isContent = isEnd && last !== undefined && last.status >= 200 && last.status < 300;
  if (!isContent) return { content: null, https: 'not asked' };
  if (https.state === 'absent') return { content: last, https: https.reason };
  if (https.state === 'unknown' && https.hops.length === 0) return unknown(https.reason, https.detail);
  return { content: last, https: 'answers' };
}

function isHttps(url: string): boolean {
  return url.startsWith('https:');
}
