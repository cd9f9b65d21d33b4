import { z } from 'zod';
import { tierSchema } from './account.ts';
import { body, oneOf, wholeNumber } from './fields.ts';

export const PLANS = ['protect', 'vigilant'] as const;
export const BILLING_INTERVALS = ['monthly', 'yearly'] as const;
export const PACKS = ['analyses', 'reports', 'deep_scans'] as const;

/** Exactly this, for every state. */
export const subscriptionStatusSchema = z.object({
  user_type: tierSchema,
  billing_interval: z.enum(BILLING_INTERVALS).nullable(),
  has_subscription: z.boolean().describe('A paid subscription runs.'),
  subscription_status: z
    .enum(['active', 'trialing', 'past_due', 'canceled', 'disputed'])
    .nullable()
    .describe(
      '`past_due`: the features stay, at risk. `canceled`: they stay until `current_period_end`. ' +
        '`disputed`: a payment is contested. null: no subscription runs.',
    ),
  current_period_end: z.iso.datetime().nullable(),
  one_shot_credits: z
    .object({ analyses: z.int(), reports: z.int(), deep_scans: z.int() })
    .describe('What remains.'),
  usage: z
    .object({ analyses_used: z.int(), reports_used: z.int(), deep_scans_used: z.int() })
    .describe('Used in the current period, of the allowance and of the credits.'),
});
export type SubscriptionStatus = z.infer<typeof subscriptionStatusSchema>;

const price = {
  amount: z.int().describe('In the smallest unit of the currency.'),
  currency: z.string().describe('ISO 4217, in small letters.'),
};

export const planSchema = z.object({
  plan: z.enum(PLANS),
  interval: z.enum(BILLING_INTERVALS),
  ...price,
  allowance: z
    .object({ analyses: z.int().nullable(), reports: z.int().nullable(), deep_scans: z.int().nullable() })
    .describe('For a period, a month or a year; null: without limit.'),
});

export const packSchema = z.object({
  pack: z.enum(PACKS),
  credits: z.int().describe('In one of it.'),
  ...price,
});

export const plansSchema = z.object({ plans: z.array(planSchema), packs: z.array(packSchema) });
export type Plans = z.infer<typeof plansSchema>;

/** Either `plan` and `interval`, or `pack` and `quantity`. */
export const createCheckoutSchema = body({
  plan: oneOf(PLANS).optional(),
  interval: oneOf(BILLING_INTERVALS).optional().describe('Of a plan. Left out: `monthly`.'),
  pack: oneOf(PACKS).optional(),
  quantity: wholeNumber(1, 100).optional().describe('Of a pack. Left out: 1.'),
});

export const checkoutSchema = z.object({
  url: z.url().describe('The page to pay on.'),
  session_id: z.string(),
});

export const portalSchema = z.object({ url: z.url().describe('The page to change or cancel on.') });
