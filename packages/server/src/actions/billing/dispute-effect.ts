import { idOf } from '../../billing-offers.ts';
import { databaseTime, storeDispute } from '../../store/subscriptions.ts';
import { askStripe, findAtStripe } from '../../stripe-client.ts';
import type { BillingDeps, Effect } from './effect.ts';
import { purchaseEffect } from './purchase-effect.ts';
import { subscriptionEffect } from './subscription-effect.ts';

/** A charge is contested, or that is over: its subscription is told as disputed, or the credits of its pack are taken. */
export async function disputeEffect(deps: BillingDeps, id: string): Promise<Effect | null> {
  const { stripe } = deps.billing;
  const askedAt = await databaseTime(deps.db);
  const dispute = await findAtStripe(() => stripe.disputes.retrieve(id));
  if (!dispute?.payment_intent) return null;
  const payment = idOf(dispute.payment_intent);
  const subscriptionId = await subscriptionOf(deps, payment);
  if (subscriptionId === null) return paymentEffect(deps, payment);
  const stored = await subscriptionEffect(deps, subscriptionId);
  if (!stored) return null;
  return async (trx, now) => {
    if (!(await stored(trx, now))) return false;
    await storeDispute(trx, { id: dispute.id, subscriptionId, status: dispute.status, askedAt });
    return true;
  };
}

/** What follows for the pack that this payment bought. Null: it bought none. */
export async function paymentEffect(deps: BillingDeps, paymentIntentId: string): Promise<Effect | null> {
  const { data } = await askStripe(() =>
    deps.billing.stripe.checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 }),
  );
  const [session] = data;
  return session ? purchaseEffect(deps, session.id) : null;
}

async function subscriptionOf({ billing }: BillingDeps, paymentIntentId: string): Promise<string | null> {
  const { data } = await askStripe(() =>
    billing.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: paymentIntentId },
      expand: ['data.invoice'],
      limit: 1,
    }),
  );
  const invoice = data[0]?.invoice;
  if (typeof invoice !== 'object' || !('parent' in invoice)) return null;
  const subscription = invoice.parent?.subscription_details?.subscription;
  return subscription ? idOf(subscription) : null;
}
