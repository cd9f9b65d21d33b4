import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

/** Far fewer than the real limit, so that small domains have pages too. */
const ROWS_PER_PAGE = 20;

/** The CDX server of the Wayback Machine: `/cdx/search/cdx?url=<domain>`, page by page with a resume key. */
export const wayback: StandIn = {
  host: 'web.archive.org',
  domainOf: (url) => url.searchParams.get('url')?.toLowerCase() ?? null,
  answer: (url, world) => {
    const rows = knownNames('wayback', wayback.domainOf(url), world).flatMap((name) => [
      [`http://${name}:80/`, '20190412080000'],
      [`https://${name}/archive/index.html?page=1`, '20240131235959'],
    ]);
    const start = Number(url.searchParams.get('resumeKey')) || 0;
    const next = start + ROWS_PER_PAGE;
    const page = rows.slice(start, next);
    if (page.length === 0) return wayback.empty(url);
    return json(200, [
      ['original', 'timestamp'],
      ...page,
      ...(next < rows.length ? [[], [String(next)]] : []),
    ]);
  },
  empty: () => json(200, []),
  rateLimited: json(429, { message: 'Too Many Requests' }),
  broken: cutShort,
};
