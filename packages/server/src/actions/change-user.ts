import type { Kysely } from 'kysely';
import type { Database, Quota, Tier } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { recordAudit } from '../store/audit.ts';
import { endSessions } from '../store/sessions.ts';
import { lockUserState, type UserState, updateUserState } from '../store/users.ts';

/** Who acts as the operator, and from where. */
export interface Operator {
  /** A user's id, or `command-line`. */
  actor: string;
  address: string | null;
}

export interface UserChange {
  tier?: Tier | undefined;
  /** Null: without limit. */
  customQuota?: Quota | null | undefined;
  suspended?: boolean | undefined;
  isOperator?: boolean | undefined;
  /** Null: the day on which the account was made. */
  periodAnchor?: Date | null | undefined;
}

export const noSuchUser = () => new ProblemError(404, 'not_found', 'There is no such user.');

/**
 * Changes what an operator may change of a user. Each thing that becomes different is a line of the audit log.
 *
 * @throws ProblemError 404 for no such user, 400 for a quota without tier enterprise, 409 for an operator's account
 */
export async function changeUser(
  { db }: { db: Kysely<Database> },
  { by, userId, change, now }: { by: Operator; userId: string; change: UserChange; now: Date },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await lockUserState(trx, userId);
    if (!before) throw noSuchUser();
    const acts = actsOf(before, change, now);
    for (const { state, act, details } of acts) {
      await updateUserState(trx, userId, state);
      await recordAudit(trx, { ...by, act, subject: userId, details: details ?? {}, now });
    }
    if (change.suspended) await endSessions(trx, userId);
  });
}

interface Change {
  state: Partial<UserState>;
  act: string;
  details?: Record<string, unknown>;
}

function actsOf(before: UserState, change: UserChange, now: Date): Change[] {
  const acts: Change[] = [];
  const { tier, customQuota, suspended, isOperator, periodAnchor } = change;
  if (tier !== undefined && tier !== before.tier) {
    acts.push({ state: { tier }, act: 'user.set_tier', details: { from: before.tier, to: tier } });
  }
  if (customQuota !== undefined) {
    if (customQuota !== null && (tier ?? before.tier) !== 'enterprise') {
      throw new ProblemError(400, 'not_enterprise', 'Only tier enterprise has a quota of its own.');
    }
    acts.push({ state: { customQuota }, act: 'user.set_quota', details: { to: customQuota } });
  }
  if (suspended !== undefined && suspended !== (before.suspendedAt !== null)) {
    if (suspended) refuseOperator(before, 'suspended');
    acts.push({
      state: { suspendedAt: suspended ? now : null },
      act: suspended ? 'user.suspend' : 'user.unsuspend',
    });
  }
  if (isOperator !== undefined && isOperator !== before.isOperator) {
    acts.push({ state: { isOperator }, act: isOperator ? 'operator.add' : 'operator.remove' });
  }
  if (periodAnchor !== undefined) {
    acts.push({ state: { periodAnchor }, act: 'user.set_period', details: { to: periodAnchor } });
  }
  return acts;
}

/** @throws ProblemError 409: nobody is to lock the operators out by a slip. */
export function refuseOperator({ isOperator }: UserState, what: string): void {
  if (!isOperator) return;
  throw new ProblemError(
    409,
    'operator_account',
    `An operator's account cannot be ${what}: \`cyborux admin set-operator --off\` comes first.`,
  );
}
