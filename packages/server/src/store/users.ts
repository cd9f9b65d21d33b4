import type { Kysely, Selectable } from 'kysely';
import type { Database, Quota, Tier } from '../db/schema.ts';

export interface User {
  id: string;
  email: string | null;
  name: string;
  tier: Tier;
  isOperator: boolean;
  createdAt: Date;
}

export const USER_COLUMNS = [
  'users.id',
  'users.email',
  'users.name',
  'users.tier',
  'users.is_operator',
  'users.created_at',
] as const;

export function userOf(
  row: Pick<Selectable<Database['users']>, 'id' | 'email' | 'name' | 'tier' | 'is_operator' | 'created_at'>,
): User {
  const { id, email, name, tier, is_operator: isOperator, created_at: createdAt } = row;
  return { id, email, name, tier, isOperator, createdAt };
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

export interface UserState {
  tier: Tier;
  customQuota: Quota | null;
  isOperator: boolean;
  suspendedAt: Date | null;
  periodAnchor: Date | null;
}

/** Locks the user's row until the end of the transaction; null: there is no such user. */
export async function lockUserState(trx: Kysely<Database>, userId: string): Promise<UserState | null> {
  const row = await trx
    .selectFrom('users')
    .select(['tier', 'custom_quota', 'is_operator', 'suspended_at', 'period_anchor'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  return {
    tier: row.tier,
    customQuota: row.custom_quota,
    isOperator: row.is_operator,
    suspendedAt: row.suspended_at,
    periodAnchor: row.period_anchor,
  };
}

export async function updateUserState(
  db: Kysely<Database>,
  userId: string,
  { tier, customQuota, isOperator, suspendedAt, periodAnchor }: Partial<UserState>,
): Promise<void> {
  await db
    .updateTable('users')
    .set({
      updated_at: new Date(),
      ...(tier === undefined ? {} : { tier }),
      ...(customQuota === undefined
        ? {}
        : { custom_quota: customQuota === null ? null : JSON.stringify(customQuota) }),
      ...(isOperator === undefined ? {} : { is_operator: isOperator }),
      ...(suspendedAt === undefined ? {} : { suspended_at: suspendedAt }),
      ...(periodAnchor === undefined ? {} : { period_anchor: periodAnchor }),
    })
    .where('id', '=', userId)
    .execute();
}

/** Everything of the user goes along: what belongs to a user refers to the user's row. */
export async function deleteUser(db: Kysely<Database>, userId: string): Promise<void> {
  await db.deleteFrom('users').where('id', '=', userId).execute();
}

export async function findUserIdByEmail(db: Kysely<Database>, email: string): Promise<string | null> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function isSuspended(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db.selectFrom('users').select('suspended_at').where('id', '=', userId).executeTakeFirst();
  return row !== undefined && row.suspended_at !== null;
}
