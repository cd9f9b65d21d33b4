import type { Balance, FeatureUsage } from '@cyborux/contract';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, Feature } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { type QuotaPeriod, quotaPeriod } from '../quota-period.ts';
import { allowanceOf } from '../quota-tiers.ts';
import { currentSubscription, holdsEndedTier } from './subscriptions.ts';

type QuotaUser = Pick<
  Selectable<Database['users']>,
  'id' | 'tier' | 'custom_quota' | 'period_anchor' | 'created_at'
>;

const USER_COLUMNS = ['id', 'tier', 'custom_quota', 'period_anchor', 'created_at'] as const;
const WORDS: Record<Feature, string> = { analyses: 'analyses', reports: 'reports', deep_scans: 'deep scans' };

/** Locks the user's row: whatever the user starts at the same time waits for the end of the transaction. */
export async function lockUser(trx: Transaction<Database>, userId: string): Promise<QuotaUser> {
  return trx
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/**
 * Holds one unit until the outcome is known: of the period's allowance, or of the credits when that is used up.
 *
 * @param cause what it is for: the id of an analysis, say; it can hold one unit of a feature
 * @throws ProblemError 403 when the tier does not include the feature, 429 when the allowance is used up
 */
export async function reserve(
  trx: Transaction<Database>,
  userId: string,
  feature: Feature,
  cause: string,
  now: Date,
): Promise<void> {
  const { user, period } = await termsOf(trx, await lockUser(trx, userId), now);
  const allowance = allowanceOf(user, feature, period.months);
  const { rows } = await sql<{ pool: string }>`
    insert into quota_ledger (user_id, feature, pool, entry, reserved, period_start, cause, created_at)
    select ${user.id}, ${feature}, pool, 'reservation', 1,
      case when pool = 'allowance' then ${period.start}::timestamptz end, ${cause}, ${now}::timestamptz
    from (
      select case when ${allowance}::int is null or used + reserved < ${allowance}::int then 'allowance'
        when credits > 0 then 'credits' end as pool
      from (${sumsOf(user.id, period)} and feature = ${feature}) as sums
    ) as chosen
    where pool is not null
    returning pool
  `.execute(trx);
  if (rows.length === 0) throw refusal(user, feature, allowance, period, now);
}

/** What counts now. The tier of a subscription ends with it, also when nobody has taken it from the user yet. */
async function termsOf(
  db: Kysely<Database>,
  user: QuotaUser,
  now: Date,
): Promise<{ user: QuotaUser; period: QuotaPeriod }> {
  const subscription = await currentSubscription(db, user.id, now);
  const period = quotaPeriod(user, subscription, now);
  if (subscription || user.tier === 'basic' || user.tier === 'enterprise') return { user, period };
  const hasEnded = await holdsEndedTier(db, user.id);
  return { user: hasEnded ? { ...user, tier: 'basic' } : user, period };
}

function refusal(
  user: QuotaUser,
  feature: Feature,
  allowance: number | null,
  period: QuotaPeriod,
  now: Date,
): ProblemError {
  const words = WORDS[feature];
  if (allowance === 0) {
    return new ProblemError(
      403,
      'not_in_tier',
      `Your tier (${user.tier}) does not include ${words}, and you have no credits for them.`,
    );
  }
  const day = period.end.toISOString().slice(0, 10);
  const next = period.renews ? `the allowance renews on ${day}` : `your subscription ends on ${day}`;
  const seconds = Math.ceil((period.end.getTime() - now.getTime()) / 1000);
  return new ProblemError(
    429,
    'quota_exceeded',
    `Your ${allowance} ${words} of this ${period.months === 12 ? 'year' : 'month'} are used up: ${next}.`,
    { 'retry-after': String(seconds) },
  );
}

/** Turns what the cause holds into use, or gives it back to where it came from. Only the first call counts. */
export async function settle(
  trx: Transaction<Database>,
  cause: string,
  outcome: 'charge' | 'release',
  now: Date,
): Promise<void> {
  await sql`
    insert into quota_ledger (user_id, feature, pool, entry, reserved, used, period_start, cause, created_at)
    select user_id, feature, pool, ${outcome}::text, -reserved,
      case when ${outcome}::text = 'charge' then reserved else 0 end, period_start, cause, ${now}::timestamptz
    from quota_ledger
    where cause = ${cause} and entry = 'reservation'
    on conflict (cause, feature) where entry in ('charge', 'release') do nothing
  `.execute(trx);
}

export interface CreditEntry {
  userId: string;
  feature: Feature;
  /** At least 1. */
  amount: number;
  /** The first two give, the others take back. */
  entry: 'purchase' | 'grant' | 'refund' | 'expiry';
  /** The checkout session, the refund, the operator's grant: with it, each entry is made once per feature. */
  cause: string;
  now: Date;
}

/**
 * Gives credits, or takes back those that are neither used nor held.
 *
 * @returns by how many the credits changed now: less than `amount` when there was less to take back; 0 when the entry had been made before
 */
export async function addCredits(
  trx: Transaction<Database>,
  { userId, feature, amount, entry, cause, now }: CreditEntry,
): Promise<number> {
  await lockUser(trx, userId);
  const gives = entry === 'purchase' || entry === 'grant';
  const { rows } = await sql<{ granted: number }>`
    insert into quota_ledger (user_id, feature, pool, entry, granted, cause, created_at)
    select ${userId}, ${feature}, 'credits', ${entry},
      case when ${gives} then ${amount}::int
        else -least(${amount}::int, coalesce(sum(granted - used - reserved), 0)) end,
      ${cause}, ${now}::timestamptz
    from quota_ledger
    where user_id = ${userId} and feature = ${feature} and pool = 'credits'
    on conflict (cause, feature, entry) where entry in ('purchase', 'grant', 'refund', 'expiry') do nothing
    returning granted
  `.execute(trx);
  return rows[0]?.granted ?? 0;
}

/** What the user has left, as the API tells it. */
export async function balance(db: Kysely<Database>, { id }: { id: string }, now: Date): Promise<Balance> {
  const row = await db
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { user, period } = await termsOf(db, row, now);
  const { rows } = await sql<Sums & { feature: Feature }>`
    ${sumsOf(id, period, sql`feature, `)} group by feature
  `.execute(db);
  const usageOf = (feature: Feature): FeatureUsage => {
    const sums = rows.find((row) => row.feature === feature);
    const { used, reserved, credits } = sums ?? { used: 0, reserved: 0, credits: 0 };
    const allowance = allowanceOf(user, feature, period.months);
    const remaining = allowance === null ? null : Math.max(0, allowance - used - reserved);
    return { allowance, used, reserved, remaining, credits };
  };
  return {
    tier: user.tier,
    period: { start: period.start.toISOString(), end: period.end.toISOString() },
    analyses: usageOf('analyses'),
    reports: usageOf('reports'),
    deep_scans: usageOf('deep_scans'),
  };
}

interface Sums {
  used: number;
  reserved: number;
  credits: number;
}

/** Of the allowance only what belongs to the period; of the credits everything there ever was. */
function sumsOf(userId: string, { start }: QuotaPeriod, also = sql``) {
  return sql`
    select ${also}
      coalesce(sum(used) filter (where pool = 'allowance'), 0)::int as used,
      coalesce(sum(reserved) filter (where pool = 'allowance'), 0)::int as reserved,
      coalesce(sum(granted - used - reserved) filter (where pool = 'credits'), 0)::int as credits
    from quota_ledger
    where user_id = ${userId} and (pool = 'credits' or period_start = ${start})`;
}
