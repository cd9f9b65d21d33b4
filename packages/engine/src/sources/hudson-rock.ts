import type { Entity } from '@cyborux/contract';
import { z } from 'zod';
import { foundNames } from '../protocols/found-names.ts';
import { isoUtc } from '../protocols/iso-date.ts';
import { defineSource, SourceError } from '../source.ts';

const count = z.int().nonnegative();
const date = z.string().nullish().catch(null);
const urls = z.array(z.object({ url: z.string() }).catch({ url: '' })).catch([]);

const exposureSchema = z.object({
  employees: count,
  users: count,
  third_parties: count.catch(0),
  last_employee_compromised: date,
  last_user_compromised: date,
  data: z
    .object({ employees_urls: urls, clients_urls: urls })
    .catch({ employees_urls: [], clients_urls: [] }),
});
type Exposure = z.infer<typeof exposureSchema>;

/** What is not for everyone is told so. */
const MASKED = /[•*]/;

const TITLES = {
  employees: "Credentials of the domain's people in infostealer logs",
  users: 'Credentials for its services in infostealer logs',
  'third-parties': "Credentials of the domain's people at third parties in infostealer logs",
} as const;

/** Counts alone: whose credentials they are is not asked. */
export const hudsonRock = defineSource({
  id: 'hudson-rock',
  title: 'Hudson Rock Cavalier',
  homepage: 'https://www.hudsonrock.com/free-tools',
  requestsPerMinute: 20,
  personalData: true,
  yields: ['Leak', 'FQDN'],
  async *query(target, { http }): AsyncGenerator<Entity> {
    const url = `https://cavalier.hudsonrock.com/api/json/v2/osint-tools/search-by-domain?domain=${target.registrable}`;
    const told = await http.json(url, exposureSchema);
    if (told === null) throw new SourceError('failed', 'Hudson Rock answered 404, not its counts');
    yield* leaksOf(told);
    const listed = [...told.data.employees_urls, ...told.data.clients_urls]
      .map((each) => each.url)
      .filter((each) => !MASKED.test(each));
    for (const name of foundNames(listed, target.name)) yield { kind: 'FQDN', name, attributes: {} };
  },
});

function* leaksOf(told: Exposure): Iterable<Entity> {
  const groups = [
    ['employees', told.employees, told.last_employee_compromised],
    ['users', told.users, told.last_user_compromised],
    ['third-parties', told.third_parties, null],
  ] as const;
  for (const [affected, accounts, last] of groups) {
    if (accounts === 0) continue;
    const leakedAt = last ? isoUtc(last) : undefined;
    yield {
      kind: 'Leak',
      name: `hudson-rock:${affected}`,
      attributes: {
        leak_type: 'stealer-log',
        title: TITLES[affected],
        accounts_of_domain: accounts,
        affected,
        ...(leakedAt !== undefined && { leaked_at: leakedAt }),
      },
    };
  }
}
