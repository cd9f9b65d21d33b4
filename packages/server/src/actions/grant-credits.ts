import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database, Feature } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { recordAudit } from '../store/audit.ts';
import { addCredits, balance } from '../store/quota.ts';
import { lockUserState } from '../store/users.ts';
import { noSuchUser, type Operator } from './change-user.ts';

/**
 * Grants credits, or takes them with a negative amount.
 *
 * @throws ProblemError 404 for no such user, 409 when there are fewer credits than are to be taken
 */
export async function grantCredits(
  { db }: { db: Kysely<Database> },
  grant: {
    by: Operator;
    userId: string;
    feature: Feature;
    amount: number;
    reason?: string | undefined;
    now: Date;
  },
): Promise<void> {
  const { by, userId, feature, amount, reason, now } = grant;
  await db.transaction().execute(async (trx) => {
    if (!(await lockUserState(trx, userId))) throw noSuchUser();
    const { credits } = (await balance(trx, { id: userId }, now))[feature];
    if (credits + amount < 0) {
      throw new ProblemError(409, 'too_few_credits', `There are ${credits} credits to take from.`);
    }
    const cause = `grant:${randomUUID()}`;
    const entry = amount < 0 ? 'expiry' : 'grant';
    await addCredits(trx, { userId, feature, amount: Math.abs(amount), entry, cause, now });
    const details = { feature, amount, cause, ...(reason === undefined ? {} : { reason }) };
    await recordAudit(trx, { ...by, act: 'credits.grant', subject: userId, details, now });
  });
}
