import type { Trio } from '../trio.ts';
import { type WebHost, webHosts, withPage } from './hosts.ts';

const field = (label: string, fault: string, name: string, value: string | null): WebHost =>
  withPage(label, fault, { headers: { [name]: value } });

const hsts = (label: string, fault: string, value: string): WebHost =>
  field(label, fault, 'Strict-Transport-Security', value);

/** What hosts say beside their pages. */
export const headers: Trio = webHosts('web-headers', [
  hsts('no-subdomains', 'hsts/no-subdomains', 'max-age=31536000'),
  hsts('preload', 'hsts/preload-ineligible', 'max-age=31536000; preload'),
  hsts('preload-short', 'hsts/preload-ineligible', 'max-age=15552000; includeSubDomains; preload'),
  field('opener', 'cross-origin-isolation/opener-policy-missing', 'Cross-Origin-Opener-Policy', null),
  field(
    'opener-unsafe',
    'cross-origin-isolation/opener-policy-missing',
    'Cross-Origin-Opener-Policy',
    'unsafe-none',
  ),
  field('resource', 'cross-origin-isolation/resource-policy-missing', 'Cross-Origin-Resource-Policy', null),
  field('permissions', 'permissions-policy/missing', 'Permissions-Policy', null),
  withPage(
    'echo',
    'cors/any-origin-with-credentials',
    { trick: 'reflect-origin' },
    {
      headers: {
        'Access-Control-Allow-Origin': 'https://app.web-headers-ok.test',
        'Access-Control-Allow-Credentials': 'true',
      },
    },
  ),
]);
