import { ProblemError } from '../../errors.ts';
import { findBillingUser } from '../../store/billing-users.ts';
import { askStripe } from '../../stripe-client.ts';
import type { BillingDeps } from './effect.ts';

/**
 * Opens the page on which the user changes or cancels the subscription.
 *
 * @throws ProblemError 409 for a user who has never bought anything, 502 without Stripe
 */
export async function openPortal({ db, billing }: BillingDeps, userId: string): Promise<string> {
  const customer = (await findBillingUser(db, userId))?.customerId;
  if (!customer) {
    throw new ProblemError(
      409,
      'no_customer',
      'You have not bought anything yet: `POST /api/stripe/create-checkout-session` is where it begins.',
    );
  }
  const params = { customer, return_url: `${billing.returnTo()}/billing` };
  return (await askStripe(() => billing.stripe.billingPortal.sessions.create(params))).url;
}
