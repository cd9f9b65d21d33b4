import type { Kysely } from 'kysely';
import type { Database, Quota, Tier } from '../db/schema.ts';

export interface User {
  id: string;
  email: string | null;
  name: string;
  tier: Tier;
  isOperator: boolean;
  createdAt: Date;
}

/** @param user.customQuota only for tier enterprise; null: unlimited in everything */
export async function insertUser(
  db: Kysely<Database>,
  user: {
    id: string;
    email: string | null;
    name: string;
    tier: Tier;
    customQuota?: Quota | null;
    isOperator?: boolean;
  },
): Promise<void> {
  await db
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      tier: user.tier,
      custom_quota: user.customQuota == null ? null : JSON.stringify(user.customQuota),
      is_operator: user.isOperator ?? false,
      suspended_at: null,
    })
    .execute();
}

export async function suspendUser(db: Kysely<Database>, userId: string, at: Date): Promise<void> {
  await db.updateTable('users').set({ suspended_at: at }).where('id', '=', userId).execute();
}
