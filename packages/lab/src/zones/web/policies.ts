import type { Trio } from '../trio.ts';
import { type WebHost, webHosts, withPage } from './hosts.ts';

const REST = "object-src 'none'; base-uri 'self'";

function policy(finding: string, faulty: string, sound = `script-src 'self'; ${REST}`): WebHost {
  const headers = (value: string) => ({ headers: { 'Content-Security-Policy': value } });
  return withPage(finding, `csp/${finding}`, headers(faulty), headers(sound));
}

/** One host for each thing that can be wrong with a content security policy. */
export const policies: Trio = webHosts('web-policies', [
  policy('missing-base-uri', "default-src 'self'", "default-src 'self'; base-uri 'none'"),
  policy('missing-object-src', "script-src 'self'; base-uri 'self'"),
  policy('scripts-unrestricted', `img-src 'self'; ${REST}`),
  policy('unsafe-inline', `script-src 'self' 'unsafe-inline'; ${REST}`),
  policy('unsafe-inline-style', `script-src 'self'; style-src 'self' 'unsafe-inline'; ${REST}`),
  policy(
    'unsafe-eval',
    `script-src 'self' 'unsafe-eval'; ${REST}`,
    `script-src 'self' 'wasm-unsafe-eval'; ${REST}`,
  ),
  policy('wildcard-source', `script-src *; ${REST}`, `script-src *.web-policies-ok.test; ${REST}`),
  policy('scheme-source', `script-src 'self' data:; ${REST}`, `script-src 'self'; img-src data:; ${REST}`),
  policy('bypassable-host', `script-src 'self' https://cdn.jsdelivr.net; ${REST}`),
  policy('plain-http-source', `script-src 'self' http://static.web-policies.test; ${REST}`),
  policy('unknown-directive', `script-src 'self'; ${REST}; script-source 'self'`),
  policy('deprecated-directive', `script-src 'self'; ${REST}; block-all-mixed-content`),
  policy('duplicate-directive', `script-src 'self'; ${REST}; script-src 'none'`),
  policy('missing-semicolon', `img-src 'self' script-src; script-src 'self'; ${REST}`),
  policy('unquoted-keyword', `script-src self; ${REST}`),
  policy('unknown-keyword', `script-src 'own'; ${REST}`),
  policy('none-with-others', `script-src 'self' 'none'; ${REST}`, `script-src 'none'; ${REST}`),
  policy('ip-source', `script-src 'self' 192.0.2.7; ${REST}`),
  policy(
    'short-nonce',
    `script-src 'nonce-1234'; ${REST}`,
    `script-src 'nonce-c2l4dGVlbiByYW5kb20gYnl0ZXM'; ${REST}`,
  ),
  policy(
    'strict-dynamic-without-nonce',
    `script-src 'strict-dynamic'; ${REST}`,
    `script-src 'strict-dynamic' 'nonce-c2l4dGVlbiByYW5kb20gYnl0ZXM'; ${REST}`,
  ),
  policy(
    'not-ascii',
    `script-src 'self'; ${REST}; img-src ‘self’`,
    `script-src 'self'; ${REST}; img-src 'self'`,
  ),
  withPage('report-only', 'csp/report-only', {
    headers: {
      'Content-Security-Policy': null,
      'Content-Security-Policy-Report-Only': `script-src 'self'; ${REST}`,
    },
  }),
]);
