import { timingSafeEqual } from 'node:crypto';
import { type Page, SCOPES, type Scope } from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type PageRequest, pageOf, type Sort } from './page-query.ts';
import { USER_COLUMNS, type User, userOf } from './users.ts';

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
}

/** The owner of a key. */
export interface KeyIdentity {
  user: User;
  suspended: boolean;
  key: ApiKey;
}

const KEY_COLUMNS = [
  'api_keys.id as key_id',
  'api_keys.name as key_name',
  'api_keys.prefix',
  'api_keys.scopes',
  'api_keys.created_at as key_created_at',
  'api_keys.expires_at',
  'api_keys.last_used_at',
  'api_keys.last_used_address',
] as const;

/** The owner of a key that is neither revoked nor expired. */
export async function findIdentity(
  db: Kysely<Database>,
  hash: Buffer,
  now: Date,
): Promise<KeyIdentity | null> {
  const row = await db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .select([...KEY_COLUMNS, 'api_keys.hash', 'api_keys.revoked_at'])
    .select([...USER_COLUMNS, 'users.suspended_at'])
    .where('api_keys.hash', '=', hash)
    .executeTakeFirst();
  if (!row || !timingSafeEqual(row.hash, hash)) return null;
  if (row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null;
  return { user: userOf(row), suspended: row.suspended_at !== null, key: apiKeyOf(row) };
}

export async function insertApiKey(
  db: Kysely<Database>,
  key: {
    id: string;
    userId: string;
    name: string;
    prefix: string;
    hash: Buffer;
    scopes: readonly Scope[];
    expiresAt: Date | null;
  },
): Promise<ApiKey> {
  const row = await db
    .insertInto('api_keys')
    .values({
      id: key.id,
      user_id: key.userId,
      name: key.name,
      prefix: key.prefix,
      hash: key.hash,
      scopes: [...key.scopes],
      expires_at: key.expiresAt,
      last_used_at: null,
      last_used_address: null,
      revoked_at: null,
    })
    .returning(KEY_COLUMNS)
    .executeTakeFirstOrThrow();
  return apiKeyOf(row);
}

/** Locks the user's row, so that two keys made at once are both counted. Call it within a transaction. */
export async function countApiKeys(db: Kysely<Database>, userId: string): Promise<number> {
  await db.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute();
  const { count } = await db
    .selectFrom('api_keys')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

const LATEST_FIRST: Sort = {
  order: 'desc',
  terms: [
    [sql.ref('created_at'), 'desc'],
    [sql.ref('id'), 'asc'],
  ],
};

/** Revoked ones left out. */
export async function pageApiKeys(
  db: Kysely<Database>,
  userId: string,
  request: PageRequest,
): Promise<Page<ApiKey>> {
  const keys = db
    .selectFrom('api_keys')
    .select(KEY_COLUMNS)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null);
  const { items, ...envelope } = await pageOf(keys, request, LATEST_FIRST);
  return { items: items.map(apiKeyOf), ...envelope };
}

/** @returns false when the user has no such key, or has revoked it already */
export async function revokeApiKey(
  db: Kysely<Database>,
  userId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Of several uses within a minute one is written. */
export async function recordApiKeyUse(
  db: Kysely<Database>,
  id: string,
  address: string,
  at: Date,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: at, last_used_address: address })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('last_used_at', 'is', null),
        eb('last_used_at', '<', sql<Date>`${at}::timestamptz - interval '1 minute'`),
      ]),
    )
    .execute();
}

function apiKeyOf(row: {
  key_id: string;
  key_name: string;
  prefix: string;
  scopes: string[];
  key_created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_address: string | null;
}): ApiKey {
  return {
    id: row.key_id,
    name: row.key_name,
    prefix: row.prefix,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    createdAt: row.key_created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    lastUsedAddress: row.last_used_address,
  };
}

/** Ends the keys of that name, if there are any. */
export async function revokeApiKeysNamed(
  db: Kysely<Database>,
  userId: string,
  name: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .execute();
}
