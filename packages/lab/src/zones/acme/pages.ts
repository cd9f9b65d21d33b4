import { page } from '../pages.ts';
import type { HostPlan } from '../plan.ts';
import { document } from '../web/hosts.ts';

/** Hosts of acme.test whose pages are served carelessly; what is not named as a fault is in order. */
export const pages: readonly HostPlan[] = [
  {
    label: 'media',
    addresses: ['203.0.113.144'],
    site: { http: page('Acme media library'), page: page('Acme media library') },
    faults: ['https-redirect/no-redirect'],
  },
  {
    label: 'brochure',
    addresses: ['203.0.113.145'],
    site: {
      http: page('Acme brochure', { headers: { 'Strict-Transport-Security': null } }),
      https: 'refuse',
    },
    faults: ['https-redirect/no-https'],
  },
  {
    label: 'catalogue',
    addresses: ['203.0.113.149'],
    site: {
      page: page('Acme catalogue', {
        body: document('Acme catalogue', '<script>/*! Rocket Skates v1.5.0 */</script><h1>Catalogue</h1>'),
      }),
    },
    faults: ['vulnerable-library/vulnerable'],
  },
  headers('portal', '192.0.2.74', 'Customer portal', { 'Strict-Transport-Security': null }, ['hsts/missing']),
  headers('forum', '198.51.100.146', 'Acme forum', { 'Strict-Transport-Security': 'max-age=86400' }, [
    'hsts/short',
  ]),
  headers('wiki', '198.51.100.147', 'Acme wiki', { 'Strict-Transport-Security': 'max-age=forever' }, [
    'hsts/malformed',
  ]),
  headers('support', '198.51.100.141', 'Acme support', { 'Content-Security-Policy': null }, ['csp/missing']),
  headers(
    'crm',
    '192.0.2.79',
    'Customer relations',
    {
      'Content-Security-Policy':
        "default-src 'self'; script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
    },
    ['csp/unsafe-inline'],
  ),
  headers('docs', '198.51.100.142', 'Acme documentation', { 'X-Content-Type-Options': null }, [
    'content-type-options/missing',
  ]),
  headers(
    'dashboard',
    '192.0.2.80',
    'Sales dashboard',
    {
      'X-Frame-Options': null,
      'Content-Security-Policy': "default-src 'self'; object-src 'none'; base-uri 'self'",
    },
    ['frame-options/missing'],
  ),
  headers('press', '203.0.113.146', 'Acme newsroom', { 'Referrer-Policy': null }, [
    'referrer-policy/missing',
  ]),
  headers('news', '203.0.113.147', 'Acme news', { 'Referrer-Policy': 'unsafe-url' }, [
    'referrer-policy/unsafe',
  ]),
  headers(
    'blog',
    '198.51.100.140',
    'Acme blog',
    { Server: 'Apache/2.4.41 (Ubuntu)', 'X-Powered-By': 'PHP/7.4.3' },
    ['version-disclosure/server', 'version-disclosure/powered-by'],
  ),
  headers(
    'erp',
    '192.0.2.82',
    'Resource planning',
    { Server: 'Microsoft-IIS/8.5', 'X-AspNet-Version': '4.0.30319' },
    ['version-disclosure/server', 'version-disclosure/powered-by'],
  ),
  cookie('shop', '192.0.2.71', 'Acme shop', 'cart=empty; Path=/; HttpOnly; SameSite=Lax', [
    'cookie-secure/missing',
  ]),
  cookie('login', '192.0.2.73', 'Acme sign-in', 'JSESSIONID=8D3F; Path=/; Secure; SameSite=Lax', [
    'cookie-httponly/missing',
  ]),
  cookie('accounts', '192.0.2.81', 'Acme accounts', 'theme=dark; Path=/; HttpOnly; SameSite=None', [
    'cookie-samesite/none-without-secure',
    'cookie-secure/missing',
  ]),
  cookie('survey', '203.0.113.148', 'Tell us what you think', 'answers=0; Path=/; Secure; HttpOnly', [
    'cookie-samesite/missing',
  ]),
  {
    label: 'jenkins',
    addresses: ['192.0.2.83'],
    site: {
      page: page('Dashboard [Jenkins]', {
        headers: {
          Server: 'Jetty(9.4.43.v20210629)',
          'Strict-Transport-Security': null,
          'Content-Security-Policy': null,
          'X-Content-Type-Options': null,
          'X-Frame-Options': null,
          'Referrer-Policy': null,
        },
        cookies: ['JSESSIONID=node01x7k; Path=/'],
      }),
    },
    faults: [
      'hsts/missing',
      'csp/missing',
      'content-type-options/missing',
      'frame-options/missing',
      'referrer-policy/missing',
      'version-disclosure/server',
      'cookie-secure/missing',
      'cookie-httponly/missing',
      'cookie-samesite/missing',
    ],
  },
];

function headers(
  label: string,
  address: string,
  title: string,
  changes: Record<string, string | null>,
  faults: readonly string[],
): HostPlan {
  return { label, addresses: [address], site: { page: page(title, { headers: changes }) }, faults };
}

function cookie(
  label: string,
  address: string,
  title: string,
  setCookie: string,
  faults: readonly string[],
): HostPlan {
  return { label, addresses: [address], site: { page: page(title, { cookies: [setCookie] }) }, faults };
}
