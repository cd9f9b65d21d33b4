import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { USER_COLUMNS, type User, userOf } from './users.ts';

/** The owner of a session, as of now: what an operator changes holds with the next request. */
export async function findSessionUser(
  db: Kysely<Database>,
  session: { id: string; userId: string },
): Promise<{ user: User; suspended: boolean } | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...USER_COLUMNS, 'users.suspended_at'])
    .where('sessions.id', '=', session.id)
    .where('users.id', '=', session.userId)
    .executeTakeFirst();
  return row ? { user: userOf(row), suspended: row.suspended_at !== null } : null;
}

/**
 * Ends the sessions, and what would become one.
 *
 * @returns how many there were
 */
export async function endSessions(db: Kysely<Database>, userId: string): Promise<number> {
  const sessions = db.deleteFrom('sessions').where('user_id', '=', userId);
  const { numDeletedRows } = await sessions.executeTakeFirstOrThrow();
  await endPending(db, userId);
  return Number(numDeletedRows);
}

/** Ends half-finished sign-ins, devices that need no second factor, and links that set a new password. */
export async function endPending(db: Kysely<Database>, userId: string): Promise<void> {
  await db.deleteFrom('verifications').where('value', '=', userId).execute();
}

/** Clears away sessions and tokens whose time is over. */
export async function deleteExpiredSessions(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<', now).execute();
}
