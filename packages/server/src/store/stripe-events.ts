import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

export async function isKnownEvent(db: Kysely<Database>, id: string): Promise<boolean> {
  const row = await db.selectFrom('stripe_events').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes the event for this transaction; who else has it waits until this one is over.
 *
 * @returns false when it was taken before
 */
export async function takeEvent(
  trx: Transaction<Database>,
  event: { id: string; type: string; createdAt: Date },
): Promise<boolean> {
  const row = await trx
    .insertInto('stripe_events')
    .values({ id: event.id, type: event.type, created_at: event.createdAt, outcome: 'ignored' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function markApplied(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.updateTable('stripe_events').set({ outcome: 'applied' }).where('id', '=', id).execute();
}
