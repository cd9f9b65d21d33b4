import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { contentSecurityPolicy } from './observatory-content-security-policy.ts';

type Result = keyof typeof contentSecurityPolicy.outcomes;

const byHeader: [policy: string | string[], result: Result][] = [
  ["default-src 'none'", 'csp-implemented-with-no-unsafe-default-src-none'],
  ['default-src', 'csp-implemented-with-no-unsafe-default-src-none'],
  [
    "default-src 'none'; script-src 'strict-dynamic' 'nonce-abc' 'unsafe-inline' https:",
    'csp-implemented-with-no-unsafe-default-src-none',
  ],
  ["default-src 'none'; object-src https://acme.test", 'csp-implemented-with-no-unsafe-default-src-none'],
  ["default-src 'self'", 'csp-implemented-with-no-unsafe'],
  ["default-src 'strict-dynamic' 'nonce-abc' https: *", 'csp-implemented-with-no-unsafe'],
  ["default-src 'self'; style-src 'unsafe-inline' 'sha256-abc='", 'csp-implemented-with-no-unsafe'],
  [
    "object-src 'none'; script-src 'unsafe-inline' 'nonce-a'; style-src 'none'",
    'csp-implemented-with-no-unsafe',
  ],
  ["default-src 'none'; style-src 'unsafe-inline'", 'csp-implemented-with-unsafe-inline-in-style-src-only'],
  ["object-src 'none'; script-src 'self'", 'csp-implemented-with-unsafe-inline-in-style-src-only'],
  ["default-src 'none';;; ;;;STYLE-SRC 'self' DATA:", 'csp-implemented-with-unsafe-inline-in-style-src-only'],
  ["default-src 'self'; img-src http:", 'csp-implemented-with-insecure-scheme-in-passive-content-only'],
  [
    "default-src 'none'; media-src ftp://acme.test",
    'csp-implemented-with-insecure-scheme-in-passive-content-only',
  ],
  ["default-src 'none'; script-src 'unsafe-eval'", 'csp-implemented-with-unsafe-eval'],
  ["default-src 'none'; style-src 'unsafe-eval' 'unsafe-inline'", 'csp-implemented-with-unsafe-eval'],
  ["script-src 'unsafe-inline'", 'csp-implemented-with-unsafe-inline'],
  ["default-src 'UNSAFE-INLINE'", 'csp-implemented-with-unsafe-inline'],
  ["script-src 'none'", 'csp-implemented-with-unsafe-inline'],
  ['upgrade-insecure-requests', 'csp-implemented-with-unsafe-inline'],
  ["default-src 'none'; script-src https:", 'csp-implemented-with-unsafe-inline'],
  ["default-src 'none'; script-src 'strict-dynamic' 'nonce-a' data:", 'csp-implemented-with-unsafe-inline'],
  ["default-src 'none'; script-src data:", 'csp-implemented-with-unsafe-inline'],
  ["default-src 'none'; object-src https://*", 'csp-implemented-with-unsafe-inline'],
  ['default-src http://acme.test', 'csp-implemented-with-insecure-scheme'],
  ["default-src 'none'; connect-src ftp://acme.test", 'csp-implemented-with-insecure-scheme'],
  ["default-src 'self'; report-uri /a; report-uri /b", 'csp-implemented-but-duplicate-directives'],
  ["script-src 'unsafe-inline'; report-to a; report-to b", 'csp-implemented-with-unsafe-inline'],
  ['', 'csp-header-invalid'],
  ['defa', 'csp-header-invalid'],
  ["default-src 'none'; default-src 'none'", 'csp-header-invalid'],
  ["default-src 'none',", 'csp-header-invalid'],
  ["default-src 'none'; script-src 'strict-dynamic'", 'csp-header-invalid'],
  [['default-src https://acme.test/%', 'default-src https://acme.test/%'], 'csp-header-invalid'],
  [';;;;;;;', 'csp-not-implemented'],
  [['default-src http:', 'default-src https:'], 'csp-implemented-with-no-unsafe-default-src-none'],
  ["default-src 'self' 'unsafe-inline', default-src 'self'", 'csp-implemented-with-no-unsafe'],
  [["img-src 'none'", "default-src 'self'"], 'csp-implemented-with-no-unsafe-default-src-none'],
];

const meta = (content: string) => `<head><meta http-equiv="Content-Security-Policy" content="${content}">`;
const reportOnly = { 'Content-Security-Policy-Report-Only': "default-src 'self'" };

checkRows(contentSecurityPolicy, [
  ...byHeader.map(
    ([policy, result]) =>
      [JSON.stringify(policy), pageWith({ 'Content-Security-Policy': policy }), result] as const,
  ),
  ['nothing', plainSite, 'csp-not-implemented'],
  ['only reports', pageWith(reportOnly), 'csp-not-implemented-but-reporting-enabled'],
  [
    'a meta element',
    pageWith({}, meta("default-src 'none'")),
    'csp-implemented-with-no-unsafe-default-src-none',
  ],
  [
    'a meta element with what it may not say',
    pageWith({}, meta("frame-ancestors 'none'")),
    'csp-not-implemented',
  ],
  [
    'the same, and reports',
    pageWith(reportOnly, meta("frame-ancestors 'none'")),
    'csp-not-implemented-but-reporting-enabled',
  ],
  [
    'header and meta element together',
    pageWith({ 'content-security-policy': 'default-src http:' }, meta('default-src https:')),
    'csp-implemented-with-no-unsafe-default-src-none',
  ],
  [
    'a meta element of what is not HTML',
    pageWith({ 'content-type': 'text/plain' }, meta("default-src 'none'")),
    'csp-not-implemented',
  ],
  [
    'http: sources of a site without https',
    { site: 'acme.test', http: { headers: { 'content-security-policy': 'default-src http://acme.test' } } },
    'csp-implemented-with-no-unsafe',
  ],
]);
