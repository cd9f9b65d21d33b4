import { subscriptionStatusSchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { subscriptionStatus } from '../../actions/billing/subscription-status.ts';
import { identityOf } from '../../auth.ts';
import { type Billing, billingOf } from '../../billing.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';

export function getSubscriptionStatus(
  app: App,
  { db, billing, now }: { db: Kysely<Database>; billing: Billing | null; now: () => Date },
): void {
  app.get(
    '/api/stripe/subscription-status',
    {
      schema: {
        operationId: 'getSubscriptionStatus',
        tags: ['Billing'],
        summary: 'Your tier, subscription, credits and use',
        response: { 200: subscriptionStatusSchema, ...problems(401, 403, 503) },
      },
    },
    (request) => {
      billingOf(billing);
      return subscriptionStatus({ db }, identityOf(request).user.id, now());
    },
  );
}
