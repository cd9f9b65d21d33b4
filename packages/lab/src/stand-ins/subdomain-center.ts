import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** Subdomain Center: `/?domain=<domain>`. */
export const subdomainCenter: StandIn = {
  host: 'api.subdomain.center',
  domainOf: (url) => url.searchParams.get('domain')?.toLowerCase() ?? null,
  answer: (url, world) => json(200, knownNames('subdomain-center', subdomainCenter.domainOf(url), world)),
  empty: () => json(200, []),
  rateLimited: json(429, { error: 'Too Many Requests' }),
  broken: cutShort,
};
