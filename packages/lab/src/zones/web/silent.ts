import { page } from '../pages.ts';
import type { SitePlan } from '../plan.ts';
import { type Trio, trio } from '../trio.ts';

const PAGE_FAULTS = [
  ...['hsts/no-subdomains', 'csp/missing', 'cross-origin-isolation/opener-policy-missing'],
  ...['permissions-policy/missing', 'subresource-integrity/missing', 'mixed-content/active'],
  ...['insecure-form/clear-text', 'html-comments/secrets', 'internal-address/in-page'],
  ...['directory-listing/listing', 'default-page/installed', 'observatory/grade'],
];
const FILE_FAULTS = [
  ...['cors/any-origin-with-credentials', 'security-txt/missing', 'robots-disclosure/paths'],
  ...['source-map/exposed', 'error-disclosure/stack-trace'],
];

const KEPT = page('Shop', { headers: { 'Permissions-Policy': null } });

function behind(name: string, mute: SitePlan): Trio {
  return trio({
    name,
    faults: [{ code: 'permissions-policy/missing', at: 'shop' }],
    open: [...PAGE_FAULTS, ...FILE_FAULTS].map((code) => ({ code, at: 'shop' })),
    zone: (place) => ({
      hosts: [
        {
          label: 'shop',
          addresses: [place.address('hosting6')],
          site: place.mute ? mute : place.faulty ? { page: KEPT } : {},
        },
      ],
    }),
  });
}

const WALL = page('', { trick: 'challenge' });

/** Ports that say nothing, and a wall that answers for the site, leave open all that the site would tell. */
export const silent: readonly Trio[] = [
  behind('web-silent', { http: 'silent', https: 'silent' }),
  behind('web-wall', { http: WALL, page: WALL }),
];
