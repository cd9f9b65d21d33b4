import { z } from 'zod';
import { defineSource, hostFinder } from '../source.ts';

const MAX_BYTES = 32 * 1024 * 1024;

export const shodanCt = defineSource({
  id: 'shodan-ct',
  title: 'Shodan CT logs',
  homepage: 'https://ctl.shodan.io/',
  requestsPerMinute: 30,
  yields: ['FQDN'],
  async *query(target, tools) {
    const url = `https://ctl.shodan.io/api/v1/domain/${target.name}/hostnames`;
    const listed = await tools.http.json(url, z.array(z.unknown()), { maxBytes: MAX_BYTES });
    // As its sister about addresses, it says 404 of what it has nothing on.
    if (listed !== null) yield* hostFinder(target, tools)(listed);
  },
});
