import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** Shodan's search of CT logs: `/api/v1/domain/<domain>/hostnames`. */
export const shodanCt: StandIn = {
  host: 'ctl.shodan.io',
  domainOf: ({ pathname }) => pathname.split('/')[4]?.toLowerCase() ?? null,
  answer: (url, world) => json(200, knownNames('shodan-ct', shodanCt.domainOf(url), world)),
  empty: () => json(200, []),
  rateLimited: json(429, { detail: 'Rate limit exceeded' }),
  broken: cutShort,
};
