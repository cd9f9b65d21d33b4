import type { Kysely } from 'kysely';
import type { Database, Feature } from './db/schema.ts';
import type { RateLimit } from './rate-limit.ts';
import { balance } from './store/quota.ts';

/** The quota as a limit; credits count among what remains. Null: there is no limit, or nothing that could be used up. */
export async function quotaLimit(
  db: Kysely<Database>,
  user: { id: string },
  feature: Feature,
  now: Date,
): Promise<RateLimit | null> {
  const sums = await balance(db, user, now);
  const { allowance, remaining, credits } = sums[feature];
  if (allowance === null || remaining === null || allowance + credits === 0) return null;
  const [start, end] = [Date.parse(sums.period.start), Date.parse(sums.period.end)];
  return {
    name: feature.replace('_', '-'),
    quota: allowance,
    window: Math.round((end - start) / 1000),
    remaining: remaining + credits,
    reset: Math.ceil((end - now.getTime()) / 1000),
  };
}
