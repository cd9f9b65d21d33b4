import type { Kysely, Transaction } from 'kysely';
import type { Database, Tier } from '../db/schema.ts';

/** A user as selling sees them. */
export interface BillingUser {
  id: string;
  email: string | null;
  tier: Tier;
  customerId: string | null;
}

const COLUMNS = ['id', 'email', 'tier', 'stripe_customer_id as customerId'] as const;

export async function findBillingUser(db: Kysely<Database>, userId: string): Promise<BillingUser | null> {
  const row = await db.selectFrom('users').select(COLUMNS).where('id', '=', userId).executeTakeFirst();
  return row ?? null;
}

/** Whose customer that is, the row locked until the end of the transaction. */
export async function lockUserOfCustomer(
  trx: Transaction<Database>,
  customerId: string,
): Promise<BillingUser | null> {
  const row = await trx
    .selectFrom('users')
    .select(COLUMNS)
    .where('stripe_customer_id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Makes that the user's customer unless there is one. @returns the user's customer */
export async function linkCustomer(
  db: Kysely<Database>,
  userId: string,
  customerId: string,
): Promise<string | null> {
  await db
    .updateTable('users')
    .set({ stripe_customer_id: customerId })
    .where('id', '=', userId)
    .where('stripe_customer_id', 'is', null)
    .execute();
  return (await findBillingUser(db, userId))?.customerId ?? null;
}

export async function setTier(trx: Transaction<Database>, userId: string, tier: Tier): Promise<void> {
  await trx.updateTable('users').set({ tier }).where('id', '=', userId).execute();
}

/** Every user with a customer, in a lasting order. */
export async function customersAfter(
  db: Kysely<Database>,
  after: string | null,
  limit: number,
): Promise<{ id: string; customerId: string }[]> {
  let users = db
    .selectFrom('users')
    .select(['id', 'stripe_customer_id'])
    .where('stripe_customer_id', 'is not', null)
    .orderBy('id')
    .limit(limit);
  if (after !== null) users = users.where('id', '>', after);
  const rows = await users.execute();
  return rows.map(({ id, stripe_customer_id: customerId }) => ({ id, customerId: customerId ?? '' }));
}
