import type Stripe from 'stripe';
import { createOffers, type Offer, type Offers } from './billing-offers.ts';
import type { Config } from './config.ts';
import { ProblemError } from './errors.ts';
import { createStripe } from './stripe-client.ts';

/** What selling needs. */
export interface Billing {
  stripe: Stripe;
  offers: Offers;
  /** Of the webhook; several while one is being replaced. */
  webhookSecrets: readonly string[];
  trialDays: number;
  /** Base URL of the pages to come back to. */
  returnTo: () => string;
}

/** The settings of Stripe. */
export type StripeConfig = Pick<Config, Extract<keyof Config, `stripe${string}`>>;

/** @returns null when nothing is sold here */
export function openBilling(
  config: StripeConfig,
  { now, returnTo, timeoutMs }: { now: () => Date; returnTo: () => string; timeoutMs?: number },
): Billing | null {
  if (config.stripeSecretKey === undefined) return null;
  const stripe = createStripe(config.stripeSecretKey, {
    apiBase: config.stripeApiBase ?? null,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return {
    stripe,
    offers: createOffers(stripe, offersOf(config), now),
    webhookSecrets: config.stripeWebhookSecrets ?? [],
    trialDays: config.stripeTrialDays,
    returnTo,
  };
}

/** @throws ProblemError 503 */
export function billingOf(billing: Billing | null): Billing {
  if (billing) return billing;
  throw new ProblemError(503, 'stripe_not_configured', 'Stripe is not configured on this server.');
}

function offersOf(config: StripeConfig): Offer[] {
  const plan = (name: 'protect' | 'vigilant', interval: 'monthly' | 'yearly', lookupKey: string): Offer => ({
    kind: 'plan',
    plan: name,
    interval,
    lookupKey,
  });
  return [
    plan('protect', 'monthly', config.stripePriceProtectMonthly),
    plan('protect', 'yearly', config.stripePriceProtectYearly),
    plan('vigilant', 'monthly', config.stripePriceVigilantMonthly),
    plan('vigilant', 'yearly', config.stripePriceVigilantYearly),
    { kind: 'pack', pack: 'analyses', lookupKey: config.stripePriceCreditsAnalyses },
    { kind: 'pack', pack: 'reports', lookupKey: config.stripePriceCreditsReports },
    { kind: 'pack', pack: 'deep_scans', lookupKey: config.stripePriceCreditsDeepScans },
  ];
}
