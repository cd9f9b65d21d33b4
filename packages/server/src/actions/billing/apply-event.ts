import type Stripe from 'stripe';
import { idOf } from '../../billing-offers.ts';
import { isKnownEvent, markApplied, takeEvent } from '../../store/stripe-events.ts';
import { disputeEffect, paymentEffect } from './dispute-effect.ts';
import type { BillingDeps, Effect } from './effect.ts';
import { purchaseEffect } from './purchase-effect.ts';
import { subscriptionEffect } from './subscription-effect.ts';

export type EventOutcome = 'applied' | 'ignored' | 'repeated';

/**
 * Applies an event once, however often and in whatever order it comes. The event only says what to look at: what is
 * stored is how Stripe has it now. Stripe is asked before the transaction begins, so that nothing is locked meanwhile.
 *
 * @throws ProblemError 502 when Stripe does not answer: the event is not taken, and comes again
 */
export async function applyStripeEvent(
  deps: BillingDeps,
  event: Stripe.Event,
  now: Date,
): Promise<EventOutcome> {
  if (await isKnownEvent(deps.db, event.id)) return 'repeated';
  const effect = await effectOf(deps, event);
  return deps.db.transaction().execute(async (trx) => {
    const createdAt = new Date(event.created * 1000);
    if (!(await takeEvent(trx, { id: event.id, type: event.type, createdAt }))) return 'repeated';
    if (!effect || !(await effect(trx, now))) return 'ignored';
    await markApplied(trx, event.id);
    return 'applied';
  });
}

async function effectOf(deps: BillingDeps, event: Stripe.Event): Promise<Effect | null> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
      return checkoutEffect(deps, event.data.object);
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
    case 'customer.subscription.trial_will_end':
      return subscriptionEffect(deps, event.data.object.id);
    case 'invoice.paid':
    case 'invoice.payment_failed': {
      const subscription = event.data.object.parent?.subscription_details?.subscription;
      return subscription ? subscriptionEffect(deps, idOf(subscription)) : null;
    }
    case 'charge.refunded': {
      const payment = event.data.object.payment_intent;
      return payment ? paymentEffect(deps, idOf(payment)) : null;
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed':
      return disputeEffect(deps, event.data.object.id);
    default:
      return null;
  }
}

function checkoutEffect(deps: BillingDeps, session: Stripe.Checkout.Session): Promise<Effect | null> {
  if (session.subscription) return subscriptionEffect(deps, idOf(session.subscription));
  return purchaseEffect(deps, session.id);
}
