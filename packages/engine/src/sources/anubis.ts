import { z } from 'zod';
import { defineSource, hostFinder, SourceError } from '../source.ts';

export const anubis = defineSource({
  id: 'anubis',
  title: 'AnubisDB',
  homepage: 'https://anubisdb.com/',
  requestsPerMinute: 30,
  yields: ['FQDN'],
  async *query(target, tools) {
    const url = `https://anubisdb.com/anubis/subdomains/${target.name}`;
    const listed = await tools.http.json(url, z.array(z.unknown()));
    // Nothing known is an empty list.
    if (listed === null) throw new SourceError('failed', 'AnubisDB answered 404, not a list of names');
    yield* hostFinder(target, tools)(listed);
  },
});
