import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** Far fewer than the real 1,000, so that small domains have pages too. */
const NAMES_PER_PAGE = 20;

/** The lookup of THC: POST `/api/v1/lookup/subdomains`, page by page with `page_state`. */
export const thc: StandIn = {
  host: 'ip.thc.org',
  takesBody: true,
  domainOf: (_, body) => questionOf(body).domain?.toLowerCase() ?? null,
  answer: (url, world, body) => {
    const start = Number(questionOf(body).page_state) || 0;
    const names = knownNames('thc', thc.domainOf(url, body), world);
    const domains = names.slice(start, start + NAMES_PER_PAGE).map((domain) => ({ domain }));
    const next = start + NAMES_PER_PAGE;
    return json(200, { domains, next_page_state: next < names.length ? String(next) : '' });
  },
  empty: () => json(200, { domains: [], next_page_state: '' }),
  rateLimited: json(429, { error: 'rate limit exceeded' }),
  broken: cutShort,
};

function questionOf(body = '{}'): { domain?: string; page_state?: string } {
  return JSON.parse(body);
}
