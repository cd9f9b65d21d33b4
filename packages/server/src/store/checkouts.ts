import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** When the user's latest checkouts were started, the newest first. */
export async function checkoutTimes(
  db: Kysely<Database>,
  userId: string,
  { since, limit }: { since: Date; limit: number },
): Promise<Date[]> {
  const rows = await db
    .selectFrom('checkouts')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.created_at);
}

export async function insertCheckout(
  trx: Transaction<Database>,
  checkout: { requestId: string; userId: string; now: Date },
): Promise<void> {
  await trx
    .insertInto('checkouts')
    .values({ request_id: checkout.requestId, user_id: checkout.userId, created_at: checkout.now })
    .execute();
}

/** @param id Stripe's id of the session */
export async function nameCheckout(db: Kysely<Database>, requestId: string, id: string): Promise<void> {
  await db.updateTable('checkouts').set({ id }).where('request_id', '=', requestId).execute();
}

/** Stripe did not take it: it never was. */
export async function deleteCheckout(db: Kysely<Database>, requestId: string): Promise<void> {
  await db.deleteFrom('checkouts').where('request_id', '=', requestId).execute();
}
