import type Stripe from 'stripe';
import type { Feature } from './db/schema.ts';
import { ProblemError } from './errors.ts';
import { askStripe } from './stripe-client.ts';

export type PlanName = 'protect' | 'vigilant';
export type BillingInterval = 'monthly' | 'yearly';

export interface PlanOffer {
  kind: 'plan';
  plan: PlanName;
  interval: BillingInterval;
}

export interface PackOffer {
  kind: 'pack';
  pack: Feature;
}

/** A thing that is sold, by the lookup key of its price. */
export type Offer = (PlanOffer | PackOffer) & { lookupKey: string };

/** With the price that Stripe has for it. */
export type PricedOffer<T extends Offer = Offer> = T & {
  priceId: string;
  productId: string;
  /** In the smallest unit of the currency. */
  amount: number;
  currency: string;
  /** Of a pack: credits in one of it. */
  credits: number;
};

/** What is sold, with Stripe's prices. */
export interface Offers {
  /** Those that have a price. @throws ProblemError 502 */
  all(): Promise<PricedOffer[]>;
  /** @throws ProblemError 502; 503 when Stripe has no active price under the lookup key */
  plan(plan: PlanName, interval: BillingInterval): Promise<PricedOffer>;
  pack(pack: Feature): Promise<PricedOffer>;
  /** The plan that a price is for: by its lookup key or, for one that is not sold any more, by its product. Null: none of ours. */
  planOf(price: Stripe.Price): Promise<PlanOffer | null>;
}

const KEPT_MS = 5 * 60_000;

/** Reads the prices from Stripe when they are asked for and keeps them for five minutes. */
export function createOffers(stripe: Stripe, offers: readonly Offer[], now: () => Date): Offers {
  let kept: { at: number; priced: Promise<PricedOffer[]> } | null = null;

  function all(): Promise<PricedOffer[]> {
    const at = now().getTime();
    if (kept && at - kept.at < KEPT_MS) return kept.priced;
    const reading = { at, priced: readPrices(stripe, offers) };
    kept = reading;
    reading.priced.catch(() => {
      if (kept === reading) kept = null;
    });
    return reading.priced;
  }

  async function priced(wanted: Offer | undefined): Promise<PricedOffer> {
    const found = (await all()).find(({ lookupKey }) => lookupKey === wanted?.lookupKey);
    if (found) return found;
    throw new ProblemError(
      503,
      'price_not_configured',
      `Stripe has no active price with the lookup key ${wanted?.lookupKey}.`,
    );
  }

  return {
    all,
    plan: (plan, interval) =>
      priced(offers.find((each) => each.kind === 'plan' && each.plan === plan && each.interval === interval)),
    pack: (pack) => priced(offers.find((each) => each.kind === 'pack' && each.pack === pack)),
    async planOf(price) {
      const interval = price.recurring?.interval === 'year' ? 'yearly' : 'monthly';
      const product = idOf(price.product);
      const byKey = offers.find(({ lookupKey }) => lookupKey === price.lookup_key);
      const found =
        byKey ?? (await all()).find(({ productId, kind }) => kind === 'plan' && productId === product);
      return found?.kind === 'plan' ? { kind: 'plan', plan: found.plan, interval } : null;
    },
  };
}

async function readPrices(stripe: Stripe, offers: readonly Offer[]): Promise<PricedOffer[]> {
  const { data } = await askStripe(() =>
    stripe.prices.list({
      lookup_keys: offers.map(({ lookupKey }) => lookupKey),
      active: true,
      limit: 100,
    }),
  );
  return offers.flatMap((offer) => {
    const price = data.find((each) => each.lookup_key === offer.lookupKey);
    if (!price || price.unit_amount === null) return [];
    const { id: priceId, unit_amount: amount, currency } = price;
    return [
      { ...offer, priceId, productId: idOf(price.product), amount, currency, credits: creditsOf(price) },
    ];
  });
}

/** A price may say how many credits one of it has. */
function creditsOf({ metadata }: Stripe.Price): number {
  const text = metadata.credits ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** Of a thing that Stripe tells as its id or, expanded, whole. */
export function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id;
}
