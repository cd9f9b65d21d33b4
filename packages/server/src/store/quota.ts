import type { FeatureUsage, Usage } from '@cyborux/contract';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, Feature } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { type Period, periodAt } from '../quota-period.ts';
import { allowanceOf } from '../quota-tiers.ts';

type QuotaUser = Pick<Selectable<Database['users']>, 'id' | 'tier' | 'custom_quota' | 'created_at'>;

const WORDS: Record<Feature, string> = { analyses: 'analyses', reports: 'reports', deep_scans: 'deep scans' };

/** Locks the user's row: whatever the user starts at the same time waits for the end of the transaction. */
export async function lockUser(trx: Transaction<Database>, userId: string): Promise<QuotaUser> {
  return trx
    .selectFrom('users')
    .select(['id', 'tier', 'custom_quota', 'created_at'])
    .where('id', '=', userId)
    .forUpdate()
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
  const user = await lockUser(trx, userId);
  const period = periodAt(user.created_at, now);
  const usage = await usageOf(trx, user, feature, period);
  const pool = usage.remaining === null || usage.remaining > 0 ? 'allowance' : 'credits';
  if (pool === 'credits' && usage.credits <= 0) throw refusal(user, feature, usage, period, now);
  await trx
    .insertInto('quota_ledger')
    .values({
      user_id: user.id,
      feature,
      pool,
      entry: 'reservation',
      reserved: 1,
      period_start: pool === 'allowance' ? period.start : null,
      cause,
      created_at: now,
    })
    .execute();
}

function refusal(
  user: QuotaUser,
  feature: Feature,
  { allowance }: FeatureUsage,
  period: Period,
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
  const seconds = Math.ceil((period.end.getTime() - now.getTime()) / 1000);
  return new ProblemError(
    429,
    'quota_exceeded',
    `Your ${allowance} ${words} of this month are used up: the allowance renews on ${day}.`,
    { 'retry-after': String(seconds) },
  );
}

/** Turns what the cause holds into use, or gives it back. Only the first call counts. */
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

/** What the user has left, as the API tells it. */
export async function balance(db: Kysely<Database>, { id }: { id: string }, now: Date): Promise<Usage> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'tier', 'custom_quota', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const period = periodAt(user.created_at, now);
  return {
    tier: user.tier,
    period: { start: period.start.toISOString(), end: period.end.toISOString() },
    analyses: await usageOf(db, user, 'analyses', period),
    reports: await usageOf(db, user, 'reports', period),
    deep_scans: await usageOf(db, user, 'deep_scans', period),
  };
}

async function usageOf(
  db: Kysely<Database>,
  user: QuotaUser,
  feature: Feature,
  period: Period,
): Promise<FeatureUsage> {
  const { rows } = await sql<{ used: number; reserved: number; credits: number }>`
    select
      coalesce(sum(used) filter (where pool = 'allowance' and period_start = ${period.start}), 0)::int as used,
      coalesce(sum(reserved) filter (where pool = 'allowance' and period_start = ${period.start}), 0)::int as reserved,
      coalesce(sum(granted - used - reserved) filter (where pool = 'credits'), 0)::int as credits
    from quota_ledger
    where user_id = ${user.id} and feature = ${feature}
      and (pool = 'credits' or period_start = ${period.start})
  `.execute(db);
  const { used, reserved, credits } = rows[0] ?? { used: 0, reserved: 0, credits: 0 };
  const allowance = allowanceOf(user)[feature];
  const remaining = allowance === null ? null : Math.max(0, allowance - used - reserved);
  return { allowance, used, reserved, remaining, credits };
}
