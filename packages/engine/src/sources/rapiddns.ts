import { defineSource, hostFinder, SourceError } from '../source.ts';

const MAX_PAGES = 20;
/** A table row begins with its number, then the name. */
const ROW = /<th scope="row ?">\d{1,7}<\/th>\s{0,40}<td>([^<]{1,253})<\/td>/g;
const TABLE = /<table\b/i;

export const rapiddns = defineSource({
  id: 'rapiddns',
  title: 'RapidDNS',
  homepage: 'https://rapiddns.io/',
  requestsPerMinute: 20,
  yields: ['FQDN'],
  async *query(target, tools) {
    const hosts = hostFinder(target, tools);
    for (let number = 1; number <= MAX_PAGES; number += 1) {
      const url = `https://rapiddns.io/subdomain/${target.name}?page=${number}&full=1`;
      const page = await tools.http.text(url, { page: true });
      // Its list is a table; a page without one is about something else.
      if (page === null || !TABLE.test(page))
        throw new SourceError('failed', 'RapidDNS showed no list of names');
      if (!page.includes('</html>')) tools.incomplete('the page breaks off');
      const rows = [...page.matchAll(ROW)].map(([, name = '']) => name);
      yield* hosts(rows);
      if (rows.length === 0 || !page.includes(`page=${number + 1}`)) return;
    }
    throw new SourceError('limited', `stopped after ${MAX_PAGES} pages; there are more names`);
  },
});
