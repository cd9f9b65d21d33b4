import { z } from 'zod';
import type { PageFacts } from './page-facts.ts';
import type { FoundLibrary, LibraryFeed } from './retire-js.ts';

const vulnerabilitySchema = z.object({
  severity: z.enum(['critical', 'high', 'medium', 'low', 'none']),
  /** CVE numbers, then the advisory of GitHub. */
  identifiers: z.array(z.string()),
  /** The first version that does not have it; null when none is known. */
  fixedIn: z.string().nullable(),
});

export const pageLibrariesSchema = z.object({
  found: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** The script, or the page itself. */
      url: z.string(),
      by: z.enum(['url', 'content']),
      vulnerabilities: z.array(vulnerabilitySchema),
    }),
  ),
  /** Scripts of the site itself that could not be read, and those beyond the first ones. */
  unread: z.array(z.string()),
});
/** The JavaScript libraries of a page, as far as a feed knows them. */
export type PageLibraries = z.infer<typeof pageLibrariesSchema>;

export interface PageScripts {
  page: PageFacts;
  /** The page as it came. */
  html: string;
  feed: LibraryFeed;
  /** Is the script on a host of the target? Others are known by their addresses alone. */
  isOurs(host: string): boolean;
  /** The text of a script; null when it is not there, `unknown` when that cannot be said. */
  read(url: string): Promise<string | null | 'unknown'>;
}

const MAX_READ = 8;
const MAX_FOUND = 40;
const MAX_VULNERABILITIES = 20;

/** By the addresses of all its scripts, by what stands in the page, and by the text of the site's own first scripts. */
export async function pageLibraries({ page, html, feed, isOurs, read }: PageScripts): Promise<PageLibraries> {
  const urls = [...new Set(page.scripts.map(({ url }) => url))];
  const own = urls.filter((url) => URL.canParse(url) && isOurs(new URL(url).hostname));
  const texts = await Promise.all(
    own.slice(0, MAX_READ).map(async (url) => ({ url, text: await read(url) })),
  );
  const seen = [
    ...feed.byContent(html).map((library) => entryOf(library, page.url)),
    ...texts.flatMap(({ url, text }) =>
      text === null || text === 'unknown' ? [] : feed.byContent(text).map((each) => entryOf(each, url)),
    ),
    ...urls.flatMap((url) => feed.byUrl(url).map((each) => entryOf(each, url))),
  ];
  const once = new Map<string, PageLibraries['found'][number]>();
  // The text of a script says more than its name.
  for (const each of seen) if (!once.has(keyOf(each))) once.set(keyOf(each), each);
  const silent = texts.filter(({ text }) => text === 'unknown').map(({ url }) => url);
  return { found: [...once.values()].slice(0, MAX_FOUND), unread: [...silent, ...own.slice(MAX_READ)] };
}

function keyOf({ name, version }: { name: string; version: string }): string {
  return `${name} ${version}`;
}

function entryOf(library: FoundLibrary, url: string): PageLibraries['found'][number] {
  const vulnerabilities = library.vulnerabilities.slice(0, MAX_VULNERABILITIES);
  return {
    name: library.name,
    version: library.version,
    url,
    by: library.by,
    vulnerabilities: vulnerabilities.map(({ severity, identifiers, fixedIn }) => ({
      severity,
      identifiers: [...identifiers],
      fixedIn,
    })),
  };
}
