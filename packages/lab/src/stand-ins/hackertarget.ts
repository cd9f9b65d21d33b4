import { knownNames } from './known-names.ts';
import type { Answer, StandIn } from './stand-in.ts';

/** HackerTarget: `/hostsearch/?q=<domain>`, a name and its address a line; whatever is wrong, it says so with 200. */
export const hackertarget: StandIn = {
  host: 'api.hackertarget.com',
  domainOf: (url) => url.searchParams.get('q')?.toLowerCase() ?? null,
  answer: (url, world) => {
    const names = knownNames('hackertarget', hackertarget.domainOf(url), world);
    return names.length === 0
      ? hackertarget.empty(url)
      : text(names.map((name) => `${name},192.0.2.1`).join('\n'));
  },
  empty: () => text('No DNS A records found'),
  rateLimited: text('API count exceeded - Increase Quota with Membership'),
  broken: () => text('error check your search parameter'),
};

function text(body: string): Answer {
  return { status: 200, type: 'text/plain; charset=utf-8', body };
}
