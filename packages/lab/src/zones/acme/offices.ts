import { json, page, redirect } from '../pages.ts';
import type { HostPlan } from '../plan.ts';

/** Hosts of acme.test that are in order. */
export const offices: readonly HostPlan[] = [
  {
    label: '@',
    addresses: ['192.0.2.70', '2001:db8:2::70'],
    site: { page: redirect('https://www.acme.test/') },
  },
  {
    label: 'www',
    addresses: ['192.0.2.70', '2001:db8:2::70'],
    site: {
      page: page('Acme Corporation - Everything for the discerning coyote', {
        cookies: ['consent=0; Path=/; Secure; HttpOnly; SameSite=Lax'],
      }),
    },
  },
  {
    label: 'm',
    alias: 'www.acme.test.',
    addresses: ['192.0.2.70', '2001:db8:2::70'],
    site: { page: redirect('https://www.acme.test/') },
  },
  { label: 'store', addresses: ['203.0.113.160'], site: { page: redirect('https://www.acme.test/store') } },
  {
    label: 'api',
    addresses: ['192.0.2.72'],
    site: { page: json({ service: 'acme', documentation: 'https://docs.acme.test/' }), http: 'refuse' },
  },
  { label: 'auth', addresses: ['192.0.2.84'], site: { title: 'Sign in to Acme' } },
  { label: 'status', addresses: ['203.0.113.140'], site: { title: 'All systems operational' } },
  {
    label: 'static',
    addresses: ['203.0.113.150'],
    site: { page: page('', { status: 404, body: 'Not found\n' }) },
  },
  { label: 'demo', addresses: ['198.51.100.151'], site: { title: 'Try our products' } },
  { label: 'app', addresses: ['2001:db8:2::56'], site: { title: 'Acme App' } },
  { label: 'gateway', addresses: ['192.0.2.86'], site: { http: 'refuse', title: 'Partner gateway' } },
  {
    label: 'grafana',
    addresses: ['192.0.2.85'],
    site: {
      page: page('Unauthorized', {
        status: 401,
        headers: { 'WWW-Authenticate': 'Basic realm="Acme monitoring"' },
      }),
    },
  },
  { label: 'mail', addresses: ['192.0.2.92'], site: { title: 'Acme Webmail' } },
  {
    label: 'autodiscover',
    alias: 'mail.acme.test.',
    addresses: ['192.0.2.92'],
    site: { page: redirect('https://mail.acme.test/') },
  },
  {
    label: 'assets',
    alias: 'acme.customers.hosting.test.',
    addresses: ['192.0.2.140'],
    site: { title: 'Acme assets' },
  },
  { label: 'sip', addresses: ['192.0.2.94'] },
  { label: 'ftp', addresses: ['192.0.2.95'] },
];

/** Names in certificates that lead nowhere from the outside. */
export const INTERNAL = [
  'intranet.acme.test',
  'git.internal.acme.test',
  'jira.internal.acme.test',
  'db01.internal.acme.test',
];
