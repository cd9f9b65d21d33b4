import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Of several processes that ask at once the first is answered, and the others when its transaction is over. */
export async function operatorExists(trx: Transaction<Database>): Promise<boolean> {
  await sql`lock table users in share row exclusive mode`.execute(trx);
  const row = await trx
    .selectFrom('users')
    .select('id')
    .where('is_operator', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The first operator: the account that was made at the first start. */
export async function findOperatorId(db: Kysely<Database>): Promise<string> {
  const { id } = await db
    .selectFrom('users')
    .select('id')
    .where('is_operator', '=', true)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}
