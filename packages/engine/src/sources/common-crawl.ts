import type { Entity } from '@cyborux/contract';
import { z } from 'zod';
import { archivedUrls } from '../protocols/archived-url.ts';
import { jsonLines } from '../protocols/json-lines.ts';
import { defineSource, hostFinder, readItems, SourceError } from '../source.ts';

/** The newest first. */
const crawlsSchema = z.array(z.object({ id: z.string().regex(/^CC-MAIN-\d{4}-\d{2}$/) }).catch({ id: '' }));
const captureSchema = z.object({ url: z.string(), timestamp: z.string().catch('') });

const CRAWLS = 2;
const CAPTURES = 15_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** The indexes of the newest crawls of the web. */
export const commonCrawl = defineSource({
  id: 'common-crawl',
  title: 'Common Crawl',
  homepage: 'https://commoncrawl.org/',
  requestsPerMinute: 15,
  yields: ['FQDN', 'URL'],
  async *query(target, tools): AsyncGenerator<Entity> {
    const listed = await tools.http.json('https://index.commoncrawl.org/collinfo.json', crawlsSchema);
    const crawls = (listed ?? []).map(({ id }) => id).filter((id) => id !== '');
    if (crawls.length === 0) throw new SourceError('failed', 'Common Crawl told of no crawl');
    const hosts = hostFinder(target, tools);
    for (const crawl of crawls.slice(0, CRAWLS)) {
      const text = await tools.http.text(indexUrl(crawl, target.name), { maxBytes: MAX_BYTES });
      // It says 404 of domains that the crawl did not come to.
      if (text === null) continue;
      const lines = jsonLines(text);
      const captures = readItems(lines, captureSchema, tools);
      if (lines.length >= CAPTURES)
        tools.incomplete(`of one crawl it was asked for ${CAPTURES} captures alone`);
      yield* hosts(captures.map(({ url }) => url));
      yield* archivedUrls(
        captures.map(({ url, timestamp }) => [url, timestamp]),
        target.name,
      );
    }
  },
});

function indexUrl(crawl: string, domain: string): string {
  const query = new URLSearchParams({
    url: domain,
    matchType: 'domain',
    output: 'json',
    fl: 'url,timestamp',
    limit: String(CAPTURES),
  });
  return `https://index.commoncrawl.org/${crawl}-index?${query}`;
}
