import type { Kysely } from 'kysely';
import type { Billing } from '../billing.ts';
import type { Database } from '../db/schema.ts';
import { recordAudit } from '../store/audit.ts';
import { endSessions } from '../store/sessions.ts';
import { deleteUser, lockUserState } from '../store/users.ts';
import { endSubscriptions } from './billing/end-subscriptions.ts';
import { noSuchUser, type Operator, refuseOperator } from './change-user.ts';

/**
 * Deletes a user and everything that belongs to the user. What is left are lines of the audit log, which hold ids alone.
 * Subscriptions end at Stripe first, before anything is locked: when that fails, nothing is deleted, and trying again is safe.
 *
 * @throws ProblemError 404 for no such user, 409 for an operator's account, or for a running subscription without Stripe,
 * 502 when Stripe does not answer, 503 when it does not take our key
 */
export async function removeUser(
  { db, billing }: { db: Kysely<Database>; billing: Billing | null },
  { by, userId, now }: { by: Operator; userId: string; now: Date },
): Promise<void> {
  await db.transaction().execute((trx) => lockDeletable(trx, userId));
  await endSubscriptions({ db, billing }, userId);
  await db.transaction().execute(async (trx) => {
    await lockDeletable(trx, userId);
    await endSessions(trx, userId);
    await deleteUser(trx, userId);
    await recordAudit(trx, { ...by, act: 'user.delete', subject: userId, now });
  });
}

async function lockDeletable(trx: Kysely<Database>, userId: string): Promise<void> {
  const state = await lockUserState(trx, userId);
  if (!state) throw noSuchUser();
  refuseOperator(state, 'deleted');
}
