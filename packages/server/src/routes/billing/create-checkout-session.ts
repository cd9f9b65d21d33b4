import { checkoutSchema, createCheckoutSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { type CheckoutWish, checkoutLimit, startCheckout } from '../../actions/billing/start-checkout.ts';
import { identityOf } from '../../auth.ts';
import { type Billing, billingOf } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import { ProblemError } from '../../errors.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';

export function postCheckoutSession(
  app: App,
  deps: { db: Kysely<Database>; billing: Billing | null; now: () => Date },
): void {
  app.post(
    '/api/stripe/create-checkout-session',
    {
      config: {
        access: 'billing',
        limit: (request) => checkoutLimit(deps.db, identityOf(request).user.id, deps.now()),
      },
      schema: {
        operationId: 'createCheckoutSession',
        tags: ['Billing'],
        summary: 'Open a page to pay on',
        description:
          'Either a plan, with `plan` and `interval`, or one-shot credits, with `pack` and `quantity`. ' +
          'At most 5 times in 60 seconds. With a subscription already there is no second one: change it in the customer portal.',
        body: createCheckoutSchema,
        response: { 200: checkoutSchema, ...problems(400, 401, 403, 409, 413, 502, 503) },
      },
    },
    async (request) => {
      const billing = billingOf(deps.billing);
      const wish = wishOf(request.body);
      const { user } = identityOf(request);
      const started = await startCheckout(
        { db: deps.db, billing },
        { userId: user.id, wish, now: deps.now() },
      );
      return { url: started.url, session_id: started.sessionId };
    },
  );
}

/** @throws ProblemError 400 */
function wishOf({ plan, interval, pack, quantity }: z.output<typeof createCheckoutSchema>): CheckoutWish {
  if (plan !== undefined && pack === undefined && quantity === undefined) {
    return { kind: 'plan', plan, interval: interval ?? 'monthly' };
  }
  if (pack !== undefined && plan === undefined && interval === undefined) {
    return { kind: 'pack', pack, quantity: quantity ?? 1 };
  }
  throw new ProblemError(
    400,
    'invalid_body',
    'The body must have either `plan` with `interval`, or `pack` with `quantity`.',
  );
}
