import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export interface Consumed {
  allowed: boolean;
  /** Seconds until the window is over. */
  retryAfter: number;
}

/** Counts one try within a window that begins with the first, in one statement: all processes see the same count. */
export async function consumeRate(
  db: Kysely<Database>,
  key: string,
  { max, window }: { max: number; window: number },
  now: Date,
): Promise<Consumed> {
  const expiry = new Date(now.getTime() + window * 1000);
  const row = await db
    .insertInto('rate_limits')
    .values({ key, count: 1, expires_at: expiry })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql`case when rate_limits.expires_at <= ${now} then 1 else rate_limits.count + 1 end`,
        expires_at: sql`case when rate_limits.expires_at <= ${now} then ${expiry}::timestamptz else rate_limits.expires_at end`,
      }),
    )
    .returning(['count', 'expires_at'])
    .executeTakeFirstOrThrow();
  if (row.count === 1) await forgetSome(db, now);
  const left = Math.ceil((row.expires_at.getTime() - now.getTime()) / 1000);
  return { allowed: row.count <= max, retryAfter: Math.max(1, left) };
}

const FORGOTTEN_AT_ONCE = 10;

/** Each new window clears away some old ones, so that the table never grows beyond what is in use. */
async function forgetSome(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    delete from rate_limits where key in (
      select key from rate_limits where expires_at < ${now} limit ${FORGOTTEN_AT_ONCE} for update skip locked
    )`.execute(db);
}
