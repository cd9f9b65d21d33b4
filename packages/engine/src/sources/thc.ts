import { z } from 'zod';
import { defineSource, hostFinder, SourceError } from '../source.ts';

const pageSchema = z.object({
  domains: z
    .array(z.object({ domain: z.unknown() }))
    .nullable()
    .transform((domains) => domains ?? []),
  /** Handed back for the next page; empty or left out on the last one. */
  next_page_state: z.string().nullish(),
});

const PAGE_SIZE = 1_000;
const MAX_PAGES = 50;

export const thc = defineSource({
  id: 'thc',
  title: 'THC IP and domain lookup',
  homepage: 'https://ip.thc.org/',
  requestsPerMinute: 30,
  yields: ['FQDN'],
  async *query(target, tools) {
    const hosts = hostFinder(target, tools);
    let state = '';
    for (let number = 0; number < MAX_PAGES; number += 1) {
      const json = { domain: target.name, page_state: state, limit: PAGE_SIZE };
      const page = await tools.http.json('https://ip.thc.org/api/v1/lookup/subdomains', pageSchema, {
        body: { json },
      });
      if (page === null) throw new SourceError('failed', 'ip.thc.org answered 404, not a list of names');
      yield* hosts(page.domains.map(({ domain }) => domain));
      const next = page.next_page_state ?? '';
      if (next === '') return;
      if (next === state) throw new SourceError('failed', 'ip.thc.org gave the same page twice');
      state = next;
    }
    throw new SourceError('limited', `stopped after ${MAX_PAGES} pages; there are more names`);
  },
});
