import { type Plans, plansSchema } from '@cyborux/contract';
import { type Billing, billingOf } from '../../billing.ts';
import type { Feature } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { allowanceOf } from '../../quota-tiers.ts';

export function plans(app: App, { billing }: { billing: Billing | null }): void {
  app.get(
    '/api/plans',
    {
      schema: {
        operationId: 'getPlans',
        tags: ['Billing'],
        summary: 'What can be bought, and its prices',
        description: 'Prices are read from Stripe, at most every five minutes.',
        response: { 200: plansSchema, ...problems(401, 403, 502, 503) },
      },
    },
    async () => {
      const answer: Plans = { plans: [], packs: [] };
      for (const offer of await billingOf(billing).offers.all()) {
        const { amount, currency } = offer;
        if (offer.kind === 'pack') {
          answer.packs.push({ pack: offer.pack, credits: offer.credits, amount, currency });
        } else {
          const { plan, interval } = offer;
          const months = interval === 'yearly' ? 12 : 1;
          const of = (feature: Feature) => allowanceOf({ tier: plan, custom_quota: null }, feature, months);
          const allowance = {
            analyses: of('analyses'),
            reports: of('reports'),
            deep_scans: of('deep_scans'),
          };
          answer.plans.push({ plan, interval, amount, currency, allowance });
        }
      }
      return answer;
    },
  );
}
