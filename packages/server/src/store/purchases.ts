import { type Kysely, sql } from 'kysely';
import type { Database, Feature } from '../db/schema.ts';

/** How many credits this cause took back. */
export async function takenBack(
  db: Kysely<Database>,
  userId: string,
  feature: Feature,
  cause: string,
): Promise<number> {
  const { taken } = await db
    .selectFrom('quota_ledger')
    .select(sql<number>`coalesce(-sum(granted), 0)::int`.as('taken'))
    .where('user_id', '=', userId)
    .where('feature', '=', feature)
    .where('entry', '=', 'refund')
    .where('cause', '=', cause)
    .executeTakeFirstOrThrow();
  return taken;
}

/** Credits that were used between the two times. */
export async function creditsUsed(
  db: Kysely<Database>,
  userId: string,
  { start, end }: { start: Date; end: Date },
): Promise<Record<Feature, number>> {
  const rows = await db
    .selectFrom('quota_ledger')
    .select(['feature', sql<number>`sum(used)::int`.as('used')])
    .where('user_id', '=', userId)
    .where('pool', '=', 'credits')
    .where('entry', '=', 'charge')
    .where('created_at', '>=', start)
    .where('created_at', '<', end)
    .groupBy('feature')
    .execute();
  const used = (feature: Feature) => rows.find((row) => row.feature === feature)?.used ?? 0;
  return { analyses: used('analyses'), reports: used('reports'), deep_scans: used('deep_scans') };
}
