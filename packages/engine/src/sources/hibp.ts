import type { EntityOf } from '@cyborux/contract';
import { z } from 'zod';
import { isoUtc } from '../protocols/iso-date.ts';
import { defineSource, readItems, SourceError } from '../source.ts';

const text = z.string().nullish().catch(null);
const flag = z.boolean().catch(false);

const breachSchema = z.object({
  Name: z.string().min(1).max(200),
  Title: text,
  Domain: z.string(),
  BreachDate: text,
  AddedDate: text,
  PwnCount: z.int().nonnegative().nullish().catch(null),
  DataClasses: z.array(z.string()).catch([]),
  IsVerified: flag,
  IsFabricated: flag,
  IsRetired: flag,
});
type Breach = z.infer<typeof breachSchema>;

/** Breaches of the site itself; of the accounts of its people, the search by domain tells, with a key. */
export const hibp = defineSource({
  id: 'hibp',
  title: 'Have I Been Pwned: breached sites',
  homepage: 'https://haveibeenpwned.com/',
  requestsPerMinute: 30,
  yields: ['Leak'],
  async *query({ registrable }, tools) {
    const url = `https://haveibeenpwned.com/api/v3/breaches?Domain=${registrable}`;
    const listed = await tools.http.json(url, z.array(z.unknown()));
    // No breach is an empty list.
    if (listed === null)
      throw new SourceError('failed', 'Have I Been Pwned answered 404, not a list of breaches');
    const breaches = readItems(listed, breachSchema, tools);
    const own = breaches.filter(({ Domain }) => Domain.toLowerCase() === registrable);
    if (own.length < breaches.length) tools.incomplete('it told of breaches of other sites');
    for (const breach of own) if (!breach.IsFabricated && !breach.IsRetired) yield leakOf(breach);
  },
});

function leakOf(breach: Breach): EntityOf<'Leak'> {
  const addedAt = breach.AddedDate ? isoUtc(breach.AddedDate) : undefined;
  const isDate = /^\d{4}(?:-\d\d){0,2}$/.test(breach.BreachDate ?? '');
  return {
    kind: 'Leak',
    name: `hibp:${breach.Name}`,
    attributes: {
      leak_type: 'breach',
      ...(breach.Title && { title: breach.Title }),
      ...(isDate && breach.BreachDate && { leaked_at: breach.BreachDate }),
      ...(addedAt !== undefined && { added_at: addedAt }),
      ...(typeof breach.PwnCount === 'number' && { accounts: breach.PwnCount }),
      data_classes: breach.DataClasses,
      verified: breach.IsVerified,
      url: `https://haveibeenpwned.com/Breach/${encodeURIComponent(breach.Name)}`,
    },
  };
}
