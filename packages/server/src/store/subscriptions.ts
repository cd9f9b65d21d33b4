import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

export type Subscription = Selectable<Database['subscriptions']>;

/** The newest subscription that gives its features at that time, one that was canceled last; null: there is none. */
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
    .orderBy((eb) => eb('status', '=', 'canceled'))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export type SubscriptionFacts = Omit<Insertable<Database['subscriptions']>, 'disputed' | 'holds_tier'> & {
  /** When Stripe was asked, by `databaseTime`: what was asked earlier never replaces what was asked later. */
  updated_at: string;
};

/** Stores what Stripe said of a subscription. */
export async function storeSubscription(trx: Transaction<Database>, facts: SubscriptionFacts): Promise<void> {
  const { id, user_id: _owner, ...told } = facts;
  await trx
    .insertInto('subscriptions')
    .values(facts)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(told)
        .where(sql<boolean>`subscriptions.updated_at < ${facts.updated_at}::timestamptz`),
    )
    .execute();
}

/** Stores what Stripe said of a dispute about a charge of the subscription. */
export async function storeDispute(
  trx: Transaction<Database>,
  dispute: { id: string; subscriptionId: string; status: string; askedAt: string },
): Promise<void> {
  const { id, subscriptionId, status, askedAt } = dispute;
  await trx
    .insertInto('disputes')
    .values({ id, subscription_id: subscriptionId, status, updated_at: askedAt })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ status, updated_at: askedAt })
        .where(sql<boolean>`disputes.updated_at < ${askedAt}::timestamptz`),
    )
    .execute();
  await sql`
    update subscriptions set disputed = exists (
      select from disputes where subscription_id = subscriptions.id and status <> all(${IN_OUR_FAVOUR})
    ) where id = ${subscriptionId}
  `.execute(trx);
}

const IN_OUR_FAVOUR = ['won', 'warning_closed', 'prevented'];

/** Marks the subscription that the user's tier comes from; null: none. @returns whether another one was marked before */
export async function markTierHolder(
  trx: Transaction<Database>,
  userId: string,
  subscriptionId: string | null,
): Promise<boolean> {
  if (subscriptionId !== null) {
    await trx
      .updateTable('subscriptions')
      .set({ holds_tier: true })
      .where('id', '=', subscriptionId)
      .where('holds_tier', '=', false)
      .execute();
  }
  let others = trx
    .updateTable('subscriptions')
    .set({ holds_tier: false })
    .where('user_id', '=', userId)
    .where('holds_tier', '=', true);
  if (subscriptionId !== null) others = others.where('id', '!=', subscriptionId);
  const { numUpdatedRows } = await others.executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Users whose tier comes from a subscription that has run out without a further word of Stripe's. */
export async function usersOfEndedTiers(db: Kysely<Database>, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('user_id')
    .distinct()
    .where('holds_tier', '=', true)
    .where('current_period_end', '<=', now)
    .where((eb) => eb.or([eb('status', '=', 'canceled'), eb('cancel_at_period_end', '=', true)]))
    .execute();
  return rows.map((row) => row.user_id);
}

/** Whether the user's tier still comes from a subscription. Asked when none is current. */
export async function holdsEndedTier(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('user_id', '=', userId)
    .where('holds_tier', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasHadSubscription(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether, as far as is known here, Stripe may still charge for one. */
export async function hasRunningSubscription(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('user_id', '=', userId)
    .where('status', 'not in', ['canceled', 'incomplete_expired'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The trial that turns into a paid subscription; null: there is none, or nobody to tell. */
export async function findRunningTrial(
  db: Kysely<Database>,
  subscriptionId: string,
): Promise<{ email: string; end: Date } | null> {
  const row = await db
    .selectFrom('subscriptions')
    .innerJoin('users', 'users.id', 'subscriptions.user_id')
    .select(['users.email', 'subscriptions.trial_end'])
    .where('subscriptions.id', '=', subscriptionId)
    .where('subscriptions.status', '=', 'trialing')
    .where('subscriptions.cancel_at_period_end', '=', false)
    .executeTakeFirst();
  if (!row || row.email === null || row.trial_end === null) return null;
  return { email: row.email, end: row.trial_end };
}

/** The time by the database's own clock, which all processes share, to the microsecond. */
export async function databaseTime(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(db);
  return rows[0]?.now ?? '';
}
