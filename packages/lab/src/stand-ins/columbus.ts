import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** The Columbus Project: `/api/lookup/<domain>`, what stands before the domain. */
export const columbus: StandIn = {
  host: 'columbus.elmasy.com',
  domainOf: ({ pathname }) => pathname.split('/')[3]?.toLowerCase() ?? null,
  answer: (url, world) => {
    const domain = columbus.domainOf(url) ?? '';
    const labels = knownNames('columbus', domain, world).map((name) => name.slice(0, -domain.length - 1));
    return labels.length === 0 ? columbus.empty(url) : json(200, labels);
  },
  empty: () => json(404, { error: 'not found' }),
  rateLimited: json(429, { error: 'rate limit exceeded' }),
  broken: cutShort,
};
