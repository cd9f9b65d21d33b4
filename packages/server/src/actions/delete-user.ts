import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { recordAudit } from '../store/audit.ts';
import { endSessions } from '../store/sessions.ts';
import { deleteUser, lockUserState } from '../store/users.ts';
import { noSuchUser, type Operator, refuseOperator } from './change-user.ts';

/**
 * Deletes a user and everything that belongs to the user. What is left are lines of the audit log, which hold ids alone.
 *
 * @throws ProblemError 404 for no such user, 409 for an operator's account
 */
export async function removeUser(
  { db }: { db: Kysely<Database> },
  { by, userId, now }: { by: Operator; userId: string; now: Date },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const state = await lockUserState(trx, userId);
    if (!state) throw noSuchUser();
    refuseOperator(state, 'deleted');
    await endSessions(trx, userId);
    await deleteUser(trx, userId);
    await recordAudit(trx, { ...by, act: 'user.delete', subject: userId, now });
  });
}
