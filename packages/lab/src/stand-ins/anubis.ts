import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** AnubisDB: `/anubis/subdomains/<domain>`. */
export const anubis: StandIn = {
  host: 'anubisdb.com',
  domainOf: ({ pathname }) => pathname.split('/').at(-1)?.toLowerCase() ?? null,
  answer: (url, world) => json(200, knownNames('anubis', anubis.domainOf(url), world)),
  empty: () => json(200, []),
  rateLimited: json(429, { error: 'Too many requests' }),
  broken: cutShort,
};
