import { knownNames } from './known-names.ts';
import { cutShort, json, type StandIn } from './stand-in.ts';

const CRAWLS = ['CC-MAIN-2026-43', 'CC-MAIN-2026-38'];

/** Common Crawl: the list of its crawls, and the index of each as one JSON object a line. */
export const commonCrawl: StandIn = {
  host: 'index.commoncrawl.org',
  domainOf: (url) => url.searchParams.get('url')?.toLowerCase() ?? null,
  answer: (url, world) => {
    if (url.pathname === '/collinfo.json') {
      return json(
        200,
        CRAWLS.map((id) => ({ id, name: id, 'cdx-api': `https://index.commoncrawl.org/${id}-index` })),
      );
    }
    const newest = url.pathname.startsWith(`/${CRAWLS[0]}`);
    // Each crawl comes to other hosts.
    const names = knownNames('common-crawl', commonCrawl.domainOf(url), world).filter(
      (_, index) => (index % 2 === 0) === newest,
    );
    if (names.length === 0) return commonCrawl.empty(url);
    const lines = names.map((name) =>
      JSON.stringify({ url: `https://${name}/news`, timestamp: '20261012101112' }),
    );
    return { status: 200, type: 'text/x-ndjson', body: `${lines.join('\n')}\n` };
  },
  empty: () => json(404, { message: 'No Captures found for the given URL' }),
  rateLimited: json(503, { message: 'Please reduce your request rate.' }),
  broken: cutShort,
};
