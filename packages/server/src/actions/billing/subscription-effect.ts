import type Stripe from 'stripe';
import { idOf } from '../../billing-offers.ts';
import { lockUserOfCustomer } from '../../store/billing-users.ts';
import { databaseTime, type SubscriptionFacts, storeSubscription } from '../../store/subscriptions.ts';
import { findAtStripe } from '../../stripe-client.ts';
import type { BillingDeps, Effect } from './effect.ts';
import { settleTier } from './settle-tier.ts';

/** Stores the subscription as Stripe has it now, and settles the tier. Null: Stripe has none, or it is for nothing of ours. */
export async function subscriptionEffect({ db, billing }: BillingDeps, id: string): Promise<Effect | null> {
  const askedAt = await databaseTime(db);
  const found = await findAtStripe(() =>
    billing.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] }),
  );
  const item = found?.items.data[0];
  const offer = item && (await billing.offers.planOf(item.price));
  if (!found || !item || !offer) return null;
  return async (trx, now) => {
    const user = await lockUserOfCustomer(trx, idOf(found.customer));
    if (!user) return false;
    const facts: SubscriptionFacts = {
      id: found.id,
      user_id: user.id,
      tier: offer.plan,
      billing_interval: offer.interval,
      status: found.status,
      current_period_start: at(item.current_period_start),
      current_period_end: runsUntil(found, item),
      cancel_at_period_end: found.cancel_at_period_end,
      trial_end: found.trial_end === null ? null : at(found.trial_end),
      created_at: at(found.created),
      updated_at: askedAt,
    };
    await storeSubscription(trx, facts);
    await settleTier(trx, user.id, now);
    return true;
  };
}

/**
 * A subscription that was canceled by wish runs to the end of what was paid for. One that Stripe ended because it was not
 * paid, or was contested, and a trial end at once.
 */
function runsUntil(subscription: Stripe.Subscription, item: Stripe.SubscriptionItem): Date {
  const { status, ended_at: endedAt, trial_end: trialEnd } = subscription;
  if (status !== 'canceled' || endedAt === null) return at(item.current_period_end);
  const isPaid =
    typeof subscription.latest_invoice === 'object' && subscription.latest_invoice?.status === 'paid';
  const isWish = subscription.cancellation_details?.reason === 'cancellation_requested';
  const isTrial = trialEnd !== null && trialEnd >= endedAt;
  return at(isPaid && isWish && !isTrial ? item.current_period_end : endedAt);
}

function at(seconds: number): Date {
  return new Date(seconds * 1000);
}
