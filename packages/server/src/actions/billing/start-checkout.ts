import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import Stripe from 'stripe';
import type { BillingInterval, PlanName, PricedOffer } from '../../billing-offers.ts';
import type { Database, Feature } from '../../db/schema.ts';
import { ProblemError } from '../../errors.ts';
import type { RateLimit } from '../../rate-limit.ts';
import { type BillingUser, findBillingUser, linkCustomer } from '../../store/billing-users.ts';
import { checkoutTimes, deleteCheckout, insertCheckout, nameCheckout } from '../../store/checkouts.ts';
import { lockUser } from '../../store/quota.ts';
import { hasHadSubscription } from '../../store/subscriptions.ts';
import { askStripe } from '../../stripe-client.ts';
import type { BillingDeps } from './effect.ts';

export type CheckoutWish =
  | { kind: 'plan'; plan: PlanName; interval: BillingInterval }
  | { kind: 'pack'; pack: Feature; quantity: number };

const LIMIT = { checkouts: 5, seconds: 60 };
/** Subscriptions that are over leave room for a new one. */
const OVER = ['canceled', 'incomplete_expired', 'incomplete'];

/**
 * Opens the page on which the user pays.
 *
 * @throws ProblemError 409 when there is a subscription already, 429 after too many checkouts, 502 without Stripe
 */
export async function startCheckout(
  deps: BillingDeps,
  request: { userId: string; wish: CheckoutWish; now: Date },
): Promise<{ url: string; sessionId: string }> {
  const { db, billing } = deps;
  const { userId, wish, now } = request;
  const requestId = randomUUID();
  await countCheckout(deps, { requestId, userId, now });
  try {
    const offer = await (wish.kind === 'plan'
      ? billing.offers.plan(wish.plan, wish.interval)
      : billing.offers.pack(wish.pack));
    const user = await findBillingUser(db, userId);
    if (!user) throw new Error('The user is gone.');
    if (wish.kind === 'plan') refuseEnterprise(user);
    const customer = user.customerId ?? (await createCustomer(deps, user));
    if (wish.kind === 'plan') await refuseSecond(billing.stripe, customer);
    const params = await sessionParams(deps, { userId, customer, offer, wish });
    const session = await askStripe(() =>
      billing.stripe.checkout.sessions.create(params, { idempotencyKey: `checkout-${requestId}` }),
    );
    if (wish.kind === 'plan') await expireOthers(billing.stripe, customer, session);
    if (!session.url) throw new Error('Stripe opened a checkout without a page.');
    await nameCheckout(db, requestId, session.id);
    return { url: session.url, sessionId: session.id };
  } catch (error) {
    await deleteCheckout(db, requestId);
    throw error;
  }
}

/** @throws ProblemError 429 */
async function countCheckout(
  { db }: BillingDeps,
  checkout: { requestId: string; userId: string; now: Date },
): Promise<void> {
  const { userId, now } = checkout;
  await db.transaction().execute(async (trx) => {
    await lockUser(trx, userId);
    const since = new Date(now.getTime() - LIMIT.seconds * 1000);
    const times = await checkoutTimes(trx, userId, { since, limit: LIMIT.checkouts });
    const oldest = times[LIMIT.checkouts - 1];
    if (oldest) {
      const wait = Math.max(1, Math.ceil((oldest.getTime() - since.getTime()) / 1000));
      throw new ProblemError(
        429,
        'too_many_checkouts',
        `At most ${LIMIT.checkouts} checkouts can be started in ${LIMIT.seconds} seconds: come back in ${wait} seconds.`,
        { 'retry-after': String(wait) },
      );
    }
    await insertCheckout(trx, checkout);
  });
}

/** How the limit stands: a checkout counts until its time is over. */
export async function checkoutLimit(db: Kysely<Database>, userId: string, now: Date): Promise<RateLimit> {
  const since = new Date(now.getTime() - LIMIT.seconds * 1000);
  const times = await checkoutTimes(db, userId, { since, limit: LIMIT.checkouts });
  const oldest = times.at(-1);
  return {
    name: 'checkouts',
    quota: LIMIT.checkouts,
    window: LIMIT.seconds,
    remaining: LIMIT.checkouts - times.length,
    reset: oldest ? Math.max(1, Math.ceil((oldest.getTime() - since.getTime()) / 1000)) : LIMIT.seconds,
  };
}

function refuseEnterprise({ tier }: BillingUser): void {
  if (tier !== 'enterprise') return;
  throw new ProblemError(
    409,
    'enterprise_tier',
    'Your tier is enterprise, which the operator sets: there is no plan to buy.',
  );
}

/** However many tabs ask at once, the same idempotency key gets them the same customer. */
async function createCustomer({ db, billing }: BillingDeps, { id, email }: BillingUser): Promise<string> {
  const fingerprint = createHash('sha256')
    .update(email ?? '')
    .digest('hex')
    .slice(0, 16);
  const created = await askStripe(() =>
    billing.stripe.customers.create(
      { ...(email === null ? {} : { email }), metadata: { user_id: id } },
      { idempotencyKey: `customer-${id}-${fingerprint}` },
    ),
  );
  return (await linkCustomer(db, id, created.id)) ?? created.id;
}

/** Stripe is asked: the word of a payment a moment ago may still be on its way to us. @throws ProblemError 409 */
async function refuseSecond(stripe: Stripe, customer: string): Promise<void> {
  const { data } = await askStripe(() => stripe.subscriptions.list({ customer, status: 'all', limit: 100 }));
  if (data.every(({ status }) => OVER.includes(status))) return;
  throw secondSubscription();
}

function secondSubscription(): ProblemError {
  return new ProblemError(
    409,
    'already_subscribed',
    'You have a subscription already: change it in the customer portal, which `POST /api/stripe/create-portal-session` opens.',
  );
}

async function sessionParams(
  { db, billing }: BillingDeps,
  {
    userId,
    customer,
    offer,
    wish,
  }: { userId: string; customer: string; offer: PricedOffer; wish: CheckoutWish },
): Promise<Stripe.Checkout.SessionCreateParams> {
  const back = `${billing.returnTo()}/billing`;
  const common = {
    customer,
    client_reference_id: userId,
    success_url: `${back}?checkout=done&session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${back}?checkout=canceled`,
  };
  if (wish.kind === 'plan') {
    const isFirst = billing.trialDays > 0 && !(await hasHadSubscription(db, userId));
    return {
      ...common,
      mode: 'subscription',
      line_items: [{ price: offer.priceId, quantity: 1 }],
      metadata: { user_id: userId, plan: wish.plan, interval: wish.interval },
      subscription_data: {
        metadata: { user_id: userId },
        ...(isFirst ? { trial_period_days: billing.trialDays } : {}),
      },
    };
  }
  const credits = offer.credits * wish.quantity;
  return {
    ...common,
    mode: 'payment',
    line_items: [{ price: offer.priceId, quantity: wish.quantity }],
    metadata: { user_id: userId, pack: wish.pack, credits: String(credits) },
  };
}

/**
 * Of several pages that are open at once only the newest can be paid on, so that nobody subscribes twice. Who looks last
 * sees them all and closes all but the newest; nobody ever closes the newest.
 *
 * @throws ProblemError 409 when one of them was paid on this very moment
 */
async function expireOthers(stripe: Stripe, customer: string, own: Stripe.Checkout.Session): Promise<void> {
  const { data } = await askStripe(() =>
    stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 }),
  );
  const [, ...older] = data
    .filter(({ mode }) => mode === 'subscription')
    .toSorted((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
  for (const { id } of older) {
    if (await expire(stripe, id)) continue;
    await expire(stripe, own.id);
    throw secondSubscription();
  }
}

/** @returns false when it is not open any more and was not closed either */
export async function expire(stripe: Stripe, id: string): Promise<boolean> {
  try {
    await stripe.checkout.sessions.expire(id);
    return true;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) {
      return askStripe(() => Promise.reject(error));
    }
    const session = await askStripe(() => stripe.checkout.sessions.retrieve(id));
    return session.status !== 'complete';
  }
}
