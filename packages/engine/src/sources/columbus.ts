import { z } from 'zod';
import { defineSource, hostFinder, readItems } from '../source.ts';

export const columbus = defineSource({
  id: 'columbus',
  title: 'Columbus Project',
  homepage: 'https://columbus.elmasy.com/',
  requestsPerMinute: 30,
  yields: ['FQDN'],
  async *query(target, tools) {
    // Of all days: names that were seen long ago are asked for in the DNS as well.
    const url = `https://columbus.elmasy.com/api/lookup/${target.name}?days=-1`;
    const listed = await tools.http.json(url, z.array(z.unknown()));
    // It says 404 of domains that it knows nothing below.
    if (listed === null) return;
    // What stands before the domain; empty for the domain itself.
    const labels = readItems(listed, z.string(), tools).filter((label) => label !== '');
    yield* hostFinder(target, tools)(labels.map((label) => `${label}.${target.name}`));
  },
});
