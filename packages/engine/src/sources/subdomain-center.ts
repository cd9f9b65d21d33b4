import { z } from 'zod';
import { defineSource, hostFinder, SourceError } from '../source.ts';

export const subdomainCenter = defineSource({
  id: 'subdomain-center',
  title: 'Subdomain Center',
  homepage: 'https://www.subdomain.center/',
  requestsPerMinute: 3,
  yields: ['FQDN'],
  async *query(target, tools) {
    const url = `https://api.subdomain.center/?domain=${target.name}`;
    const listed = await tools.http.json(url, z.array(z.unknown()));
    // Nothing known is an empty list.
    if (listed === null)
      throw new SourceError('failed', 'Subdomain Center answered 404, not a list of names');
    yield* hostFinder(target, tools)(listed);
  },
});
