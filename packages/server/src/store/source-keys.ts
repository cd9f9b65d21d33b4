import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export type SourceKeyRow = Selectable<Database['source_keys']>;

/** Null: the operator's, for everyone. */
export type KeyHolder = string | null;

/** Keys that an analysis of the user may use: the user's own and the operator's. */
export async function usableKeys(db: Kysely<Database>, userId: string): Promise<SourceKeyRow[]> {
  return db
    .selectFrom('source_keys')
    .selectAll()
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('user_id', 'is', null)]))
    .orderBy('source')
    .execute();
}

export interface SourceKeyEntry {
  id: string;
  source: string;
  userId: KeyHolder;
  secretId: string;
  sealed: Buffer;
  requestsPerDay: number | null;
  requestsPerMonth: number | null;
  testState: 'accepted' | 'untested';
  testDetail: string | null;
  now: Date;
}

/** In the place of the holder's former key for the source: what that one used up is not the new one's. */
export async function replaceSourceKey(db: Kysely<Database>, entry: SourceKeyEntry): Promise<SourceKeyRow> {
  return db.transaction().execute(async (trx) => {
    await deleteSourceKey(trx, entry.source, entry.userId);
    return trx
      .insertInto('source_keys')
      .values({
        id: entry.id,
        source: entry.source,
        user_id: entry.userId,
        secret_id: entry.secretId,
        sealed: entry.sealed,
        requests_per_day: entry.requestsPerDay,
        requests_per_month: entry.requestsPerMonth,
        test_state: entry.testState,
        test_detail: entry.testDetail,
        tested_at: entry.now,
        created_at: entry.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** @returns false when there was none */
export async function deleteSourceKey(
  db: Kysely<Database>,
  source: string,
  userId: KeyHolder,
): Promise<boolean> {
  const result = await db
    .deleteFrom('source_keys')
    .where('source', '=', source)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Keys that another secret than this one encrypted. */
export async function keysOfOtherSecrets(db: Kysely<Database>, secretId: string): Promise<SourceKeyRow[]> {
  return db.selectFrom('source_keys').selectAll().where('secret_id', '<>', secretId).execute();
}

/** Unless someone has put another key in its place since. */
export async function resealSourceKey(
  db: Kysely<Database>,
  before: SourceKeyRow,
  after: { secretId: string; sealed: Buffer },
): Promise<void> {
  await db
    .updateTable('source_keys')
    .set({ secret_id: after.secretId, sealed: after.sealed })
    .where('id', '=', before.id)
    .where('secret_id', '=', before.secret_id)
    .execute();
}

export type Budget = 'taken' | 'day' | 'month' | 'gone';

/** Takes one request from the budget of the key. `gone`: it was deleted meanwhile. Days and months are those of UTC. */
export async function takeFromBudget(db: Kysely<Database>, keyId: string, now: Date): Promise<Budget> {
  const day = now.toISOString().slice(0, 10);
  const month = `${day.slice(0, 7)}-01`;
  const { rows } = await sql<{ taken: boolean; day_over: boolean }>`
    with key as materialized (
      select id, requests_per_day, requests_per_month,
        case when used_day = ${day}::date then used_on_day else 0 end as on_day,
        case when used_month = ${month}::date then used_in_month else 0 end as in_month
      from source_keys where id = ${keyId} for update
    ), taken as (
      update source_keys set used_day = ${day}::date, used_on_day = key.on_day + 1,
        used_month = ${month}::date, used_in_month = key.in_month + 1, last_used_at = ${now}::timestamptz
      from key where source_keys.id = key.id
        and coalesce(key.on_day < key.requests_per_day, true) and coalesce(key.in_month < key.requests_per_month, true)
      returning source_keys.id
    )
    select exists (select 1 from taken) as taken, coalesce(on_day >= requests_per_day, false) as day_over from key
  `.execute(db);
  const [row] = rows;
  if (!row) return 'gone';
  if (row.taken) return 'taken';
  return row.day_over ? 'day' : 'month';
}
