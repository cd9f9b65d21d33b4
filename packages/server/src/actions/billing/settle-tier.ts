import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { recordAudit } from '../../store/audit.ts';
import { findBillingUser, setTier } from '../../store/billing-users.ts';
import { lockUser } from '../../store/quota.ts';
import { currentSubscription, markTierHolder, usersOfEndedTiers } from '../../store/subscriptions.ts';

/**
 * Gives the user the tier of the current subscription, or takes it when the subscription that it came from has ended.
 * What the operator gave stays: tier enterprise always, another one until a subscription begins.
 */
export async function settleTier(trx: Transaction<Database>, userId: string, now: Date): Promise<void> {
  await lockUser(trx, userId);
  const current = await currentSubscription(trx, userId, now);
  const hasEnded = await markTierHolder(trx, userId, current?.id ?? null);
  const user = await findBillingUser(trx, userId);
  const tier = current?.tier ?? (hasEnded ? 'basic' : user?.tier);
  if (!user || tier === undefined || user.tier === 'enterprise' || user.tier === tier) return;
  await setTier(trx, userId, tier);
  const details = { from: user.tier, to: tier };
  await recordAudit(trx, {
    actor: 'stripe',
    act: 'user.set_tier',
    subject: userId,
    address: null,
    details,
    now,
  });
}

/** Takes the tiers of subscriptions that have run out meanwhile. */
export async function endTiers({ db }: { db: Kysely<Database> }, now: Date): Promise<void> {
  for (const userId of await usersOfEndedTiers(db, now)) {
    await db.transaction().execute((trx) => settleTier(trx, userId, now));
  }
}
