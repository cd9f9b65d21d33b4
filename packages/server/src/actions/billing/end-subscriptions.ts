import type { Kysely } from 'kysely';
import type { Billing } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import { ProblemError } from '../../errors.ts';
import { findBillingUser } from '../../store/billing-users.ts';
import { hasRunningSubscription } from '../../store/subscriptions.ts';
import { askStripe, findAtStripe } from '../../stripe-client.ts';
import { expire } from './start-checkout.ts';

/** Stripe charges nothing for these any more. */
const OVER = ['canceled', 'incomplete_expired'];

/**
 * Ends at once all that Stripe may still charge the user for: pages that can be paid on, then subscriptions. Stripe itself
 * is asked: the word of a payment may still be on its way. Doing it again is safe.
 *
 * @throws ProblemError 409 for a running subscription without Stripe, 502 when Stripe does not answer, 503 for its key
 */
export async function endSubscriptions(
  { db, billing }: { db: Kysely<Database>; billing: Billing | null },
  userId: string,
): Promise<void> {
  if (!billing) return refuseRunning(db, userId);
  const customer = (await findBillingUser(db, userId))?.customerId ?? null;
  if (customer === null) return;
  const { stripe } = billing;
  const pages = await findAtStripe(() =>
    stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 }),
  );
  for (const { id } of pages?.data ?? []) await askStripe(() => expire(stripe, id));
  const subscriptions = await findAtStripe(() =>
    stripe.subscriptions.list({ customer, status: 'all', limit: 100 }),
  );
  for (const { id, status } of subscriptions?.data ?? []) {
    // One that ended since is not found.
    if (!OVER.includes(status)) await findAtStripe(() => stripe.subscriptions.cancel(id));
  }
}

async function refuseRunning(db: Kysely<Database>, userId: string): Promise<void> {
  if (!(await hasRunningSubscription(db, userId))) return;
  throw new ProblemError(
    409,
    'subscription_running',
    'The user has a running subscription, and Stripe is not configured here: configure it, or cancel the subscription at Stripe first.',
  );
}
