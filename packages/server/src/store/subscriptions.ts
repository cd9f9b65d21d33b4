import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../db/schema.ts';

export type Subscription = Selectable<Database['subscriptions']>;

/** The newest subscription that gives its features at that time; null: there is none. */
export async function currentSubscription(
  db: Kysely<Database>,
  userId: string,
  now: Date,
): Promise<Subscription | null> {
  const row = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('user_id', '=', userId)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('status', 'in', ['active', 'trialing', 'past_due']),
          eb.or([eb('cancel_at_period_end', '=', false), eb('current_period_end', '>', now)]),
        ]),
        eb.and([eb('status', '=', 'canceled'), eb('current_period_end', '>', now)]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
