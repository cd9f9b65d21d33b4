import type { Page } from '@cyborux/contract';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Database, Quota, Tier } from '../db/schema.ts';
import { containing, type PageRequest, pageOf, type Sort } from './page-query.ts';

/** A user as the operator sees one. */
export interface UserRow {
  id: string;
  email: string | null;
  email_verified: boolean;
  name: string;
  tier: Tier;
  custom_quota: Quota | null;
  is_operator: boolean;
  two_factor_enabled: boolean;
  suspended_at: Date | null;
  created_at: Date;
}

export interface UserFilter {
  /** Part of the e-mail address or the name. */
  q?: string | undefined;
  tier?: Tier | undefined;
  suspended?: boolean | undefined;
}

const LATEST_FIRST: Sort = {
  order: 'desc',
  terms: [
    [sql.ref('created_at'), 'desc'],
    [sql.ref('id'), 'asc'],
  ],
};

export async function pageUsers(
  db: Kysely<Database>,
  { q, tier, suspended }: UserFilter,
  request: PageRequest,
): Promise<Page<UserRow>> {
  let users = selectUsers(db);
  if (q)
    users = users.where((eb) =>
      eb.or([eb('email', 'ilike', containing(q)), eb('name', 'ilike', containing(q))]),
    );
  if (tier !== undefined) users = users.where('tier', '=', tier);
  if (suspended !== undefined) users = users.where('suspended_at', suspended ? 'is not' : 'is', null);
  return pageOf(users, request, LATEST_FIRST);
}

export async function findUserRow(db: Kysely<Database>, userId: string): Promise<UserRow | null> {
  return (await selectUsers(db).where('id', '=', userId).executeTakeFirst()) ?? null;
}

function selectUsers(db: Kysely<Database>): SelectQueryBuilder<Database, 'users', UserRow> {
  return db
    .selectFrom('users')
    .select(['id', 'email', 'email_verified', 'name', 'tier', 'custom_quota'])
    .select(['is_operator', 'two_factor_enabled', 'suspended_at', 'created_at']);
}
