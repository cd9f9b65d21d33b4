import type { Entity } from '@cyborux/contract';
import { z } from 'zod';
import { archivedUrls } from '../protocols/archived-url.ts';
import { defineSource, hostFinder, readItems, SourceError } from '../source.ts';

const rowSchema = z.tuple([z.string(), z.string()]);
type Row = z.infer<typeof rowSchema>;

const ROWS_PER_PAGE = 20_000;
const MAX_PAGES = 5;
const MAX_BYTES = 16 * 1024 * 1024;

/** The CDX server of the Internet Archive: a row for each URL that was ever seen. */
export const wayback = defineSource({
  id: 'wayback',
  title: 'Wayback Machine',
  homepage: 'https://web.archive.org/',
  requestsPerMinute: 15,
  yields: ['FQDN', 'URL'],
  async *query(target, tools): AsyncGenerator<Entity> {
    const hosts = hostFinder(target, tools);
    const seen: Row[] = [];
    let resumeKey: string | undefined;
    for (let number = 0; number < MAX_PAGES; number += 1) {
      const listed = await tools.http.json(pageUrl(target.name, resumeKey), z.array(z.unknown()), {
        maxBytes: MAX_BYTES,
      });
      if (listed === null) throw new SourceError('failed', 'the Wayback Machine answered 404, not a list');
      const { rows, next } = readPage(listed);
      const page = readItems(rows, rowSchema, tools);
      yield* hosts(page.map(([url]) => url));
      seen.push(...page);
      if (next === undefined) return yield* archivedUrls(seen, target.name);
      if (next === resumeKey) throw new SourceError('failed', 'the Wayback Machine gave the same page twice');
      resumeKey = next;
    }
    yield* archivedUrls(seen, target.name);
    throw new SourceError('limited', `stopped after ${MAX_PAGES} pages; there are more URLs`);
  },
});

/** The first row holds the names of the fields; after an empty one, the last holds where to go on. */
function readPage(listed: readonly unknown[]): { rows: readonly unknown[]; next: string | undefined } {
  const [, ...rows] = listed;
  const gap = rows.findIndex((row) => Array.isArray(row) && row.length === 0);
  if (gap < 0) return { rows, next: undefined };
  const [key] = z
    .tuple([z.string()])
    .catch([''])
    .parse(rows[gap + 1]);
  return { rows: rows.slice(0, gap), next: key === '' ? undefined : key };
}

function pageUrl(domain: string, resumeKey: string | undefined): string {
  const query = new URLSearchParams({
    url: domain,
    matchType: 'domain',
    output: 'json',
    fl: 'original,timestamp',
    collapse: 'urlkey',
    limit: String(ROWS_PER_PAGE),
    showResumeKey: 'true',
    ...(resumeKey !== undefined && { resumeKey }),
  });
  return `https://web.archive.org/cdx/search/cdx?${query}`;
}
