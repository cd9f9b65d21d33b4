import { z } from 'zod';

/** One per thing that is sold: the plans by tier and interval, the packs of credits. */
const OFFERS = {
  protectMonthly: ['PROTECT_MONTHLY', 'cyborux_protect_monthly', 'plan protect, paid by the month'],
  protectYearly: ['PROTECT_YEARLY', 'cyborux_protect_yearly', 'plan protect, paid by the year'],
  vigilantMonthly: ['VIGILANT_MONTHLY', 'cyborux_vigilant_monthly', 'plan vigilant, paid by the month'],
  vigilantYearly: ['VIGILANT_YEARLY', 'cyborux_vigilant_yearly', 'plan vigilant, paid by the year'],
  creditsAnalyses: ['CREDITS_ANALYSES', 'cyborux_credits_analyses', 'packs of analyses'],
  creditsReports: ['CREDITS_REPORTS', 'cyborux_credits_reports', 'packs of reports'],
  creditsDeepScans: ['CREDITS_DEEP_SCANS', 'cyborux_credits_deep_scans', 'packs of deep scans'],
} as const;

function lookupKey(offer: keyof typeof OFFERS) {
  const [name, usual, what] = OFFERS[offer];
  return {
    name: `CYBORUX_STRIPE_PRICE_${name}`,
    schema: z
      .string()
      .regex(/^[\w.-]{1,200}$/)
      .default(usual),
    expects: "a lookup key of letters, digits, '_', '-' and '.'",
    default: usual,
    description: `Lookup key of Stripe's price for ${what}.`,
  };
}

/** What Stripe needs. Without the secret key nothing is sold. */
export const STRIPE_SETTINGS = {
  stripeSecretKey: {
    name: 'CYBORUX_STRIPE_SECRET_KEY',
    schema: z
      .string()
      .regex(/^[sr]k_\w{8,}$/)
      .optional(),
    expects: 'a key of Stripe like sk_live_… or rk_live_…',
    default: 'none: nothing is sold, the routes of Stripe answer 503',
    description: 'Key for the API of Stripe.',
    isSecret: true,
  },
  stripeWebhookSecrets: {
    name: 'CYBORUX_STRIPE_WEBHOOK_SECRET',
    schema: z
      .string()
      .transform((text) => text.split(',').map((each) => each.trim()))
      .pipe(z.array(z.string().regex(/^whsec_\S+$/)).min(1))
      .optional(),
    expects: 'a secret like whsec_…, or two of them parted by a comma',
    default: 'none: `POST /api/stripe/webhook` answers 503',
    description:
      'What the events of Stripe are signed with. While it is being replaced, the new and the former one.',
    isSecret: true,
  },
  stripeApiBase: {
    name: 'CYBORUX_STRIPE_API_BASE',
    schema: z
      .url({ protocol: /^https?$/ })
      .refine((url) => new URL(url).pathname === '/' && !/[?#@]/.test(url))
      .optional(),
    expects: 'a URL like http://127.0.0.1:12111, without a path',
    default: "Stripe's",
    description: 'Where the API of Stripe is: for the stand-in of the lab.',
  },
  stripeTrialDays: {
    name: 'CYBORUX_STRIPE_TRIAL_DAYS',
    schema: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .default(0),
    expects: 'a whole number from 0 to 999',
    default: '0',
    description: 'Days for which the first subscription of a user is free.',
  },
  stripePriceProtectMonthly: lookupKey('protectMonthly'),
  stripePriceProtectYearly: lookupKey('protectYearly'),
  stripePriceVigilantMonthly: lookupKey('vigilantMonthly'),
  stripePriceVigilantYearly: lookupKey('vigilantYearly'),
  stripePriceCreditsAnalyses: lookupKey('creditsAnalyses'),
  stripePriceCreditsReports: lookupKey('creditsReports'),
  stripePriceCreditsDeepScans: lookupKey('creditsDeepScans'),
};
