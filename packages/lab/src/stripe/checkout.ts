import type { Account } from './account.ts';
import { type CheckoutSession, newId, type SessionPlan } from './objects.ts';
import { type Card, conclude, pay } from './payments.ts';
import { invalid } from './problem.ts';
import { startSubscription } from './subscription-life.ts';

const OPEN_FOR_SECONDS = 86_400;

export interface SessionWish {
  customer: string;
  mode: CheckoutSession['mode'];
  plan: SessionPlan;
  metadata: Record<string, string>;
  client_reference_id: string | null;
  success_url: string | null;
  cancel_url: string | null;
}

export function openSession(account: Account, wish: SessionWish): CheckoutSession {
  const price = account.prices.get(wish.plan.price, 'line_items[0][price]');
  if ((wish.mode === 'subscription') !== (price.type === 'recurring')) {
    throw invalid(`The price ${price.id} does not go with mode ${wish.mode}.`, {
      param: 'line_items[0][price]',
    });
  }
  const id = newId('cs_test');
  const session = account.sessions.add({
    id,
    object: 'checkout.session',
    amount_total: wish.plan.trialDays > 0 ? 0 : price.unit_amount * wish.plan.quantity,
    cancel_url: wish.cancel_url,
    client_reference_id: wish.client_reference_id,
    created: account.now,
    currency: price.currency,
    customer: wish.customer,
    expires_at: account.now + OPEN_FOR_SECONDS,
    invoice: null,
    livemode: false,
    metadata: wish.metadata,
    mode: wish.mode,
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    subscription: null,
    success_url: wish.success_url,
    url: `${account.pages}/checkout/${id}`,
  });
  account.plans.set(id, wish.plan);
  return session;
}

/** What the person does on the page. A card that is declined leaves the session open, as Stripe's page does. */
export function completeSession(account: Account, session: CheckoutSession, card: Card): CheckoutSession {
  const plan = account.plans.get(session.id);
  if (session.status !== 'open' || !plan) {
    throw invalid(`The session ${session.id} is ${session.status}: only an open one can be paid.`);
  }
  const price = account.prices.get(plan.price);
  const { customer, currency, amount_total: amount } = session;
  if (session.mode === 'subscription') {
    if (card === 'asynchronous') throw invalid('Subscriptions here are paid by card.');
    if (card === 'declined') return session;
    const subscription = startSubscription(account, { ...plan, customer, price });
    session.subscription = subscription.id;
    session.invoice = subscription.latest_invoice;
    session.payment_status = amount === 0 ? 'no_payment_required' : 'paid';
  } else {
    const intent = pay(account, { amount, currency, customer, metadata: plan.metadata }, card);
    if (card === 'declined') return session;
    session.payment_intent = intent.id;
    session.payment_status = card === 'good' ? 'paid' : 'unpaid';
  }
  session.status = 'complete';
  session.url = null;
  account.fire('checkout.session.completed', session);
  return session;
}

/** The bank's word on a payment that was under way when the session was completed. */
export function settleSession(account: Account, session: CheckoutSession, succeeded: boolean): void {
  conclude(account, account.paymentIntents.get(session.payment_intent ?? ''), succeeded);
  if (succeeded) session.payment_status = 'paid';
  const outcome = succeeded ? 'succeeded' : 'failed';
  account.fire(`checkout.session.async_payment_${outcome}`, session);
}

export function expireSession(account: Account, session: CheckoutSession): CheckoutSession {
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`,
    );
  }
  session.status = 'expired';
  session.url = null;
  account.fire('checkout.session.expired', session);
  return session;
}
