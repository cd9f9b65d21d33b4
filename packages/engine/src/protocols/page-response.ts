import { type Unknown, unknown } from '@cyborux/contract';
import { type Chain, type Hop, hostOf, isHtml, siteHops, type Web } from './http-chain.ts';
import type { PageFacts } from './page-facts.ts';

/** The response that says how the pages of a host are served. */
export interface Page extends Hop {
  /** A prefix of the decoded body. */
  body: string;
  truncated: boolean;
}

/**
 * The one choice of what the checks of pages read: the final 2xx HTML response of the https chain, else of http.
 * Null when there is none: an error page, no HTML, or a redirect to another host, whose pages are judged there.
 */
export function pageResponse({ http, https }: Web): Page | Unknown | null {
  const secure = finalPage(https);
  if (secure !== null) return secure;
  return finalPage(http);
}

/** The page, and what it is made of. */
export interface SitePage extends Page {
  facts: PageFacts;
}

export function sitePage(web: Web): SitePage | Unknown | null {
  const page = pageResponse(web);
  if (page === null || 'state' in page) return page;
  return web.page === undefined
    ? unknown('skipped', 'The page was not taken apart.')
    : { ...page, facts: web.page };
}

function finalPage(chain: Chain): Page | Unknown | null {
  if (chain.state === 'absent') return null;
  if (chain.state === 'unknown') return unknown(chain.reason, chain.detail);
  if (chain.next?.state === 'unknown') return chain.next;
  const first = chain.hops[0];
  const last = chain.hops.at(-1);
  if (chain.ended !== 'answered' || first === undefined || last === undefined) return null;
  const isPage = last.status >= 200 && last.status < 300 && isHtml(last, chain.body);
  if (!isPage || hostOf(last.url) !== hostOf(first.url)) return null;
  return { ...last, body: chain.body, truncated: chain.truncated };
}

/**
 * The host's own responses: over https, or over http when nothing answers https. Unknown when there could be some;
 * none when no server answers.
 */
export function siteResponses({ http, https }: Web): Hop[] | Unknown {
  const secure = secureResponses(https);
  return Array.isArray(secure) && secure.length === 0 ? ownHops(http) : secure;
}

/** The host's own responses over https. */
export function secureResponses(https: Chain): Hop[] | Unknown {
  const hops = ownHops(https);
  return Array.isArray(hops) ? hops.filter((hop) => hop.url.startsWith('https:')) : hops;
}

function ownHops(chain: Chain): Hop[] | Unknown {
  const [first] = siteHops(chain);
  if (first === undefined) return chain.state === 'unknown' ? unknown(chain.reason, chain.detail) : [];
  return siteHops(chain).filter((hop) => hostOf(hop.url) === hostOf(first.url));
}
