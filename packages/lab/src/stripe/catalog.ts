import type { Account } from './account.ts';
import { newId, type Price } from './objects.ts';

export interface Offer {
  name: string;
  lookupKey: string;
  /** In the smallest unit of the currency. */
  amount: number;
  /** Left out: paid once. */
  interval?: 'month' | 'year';
}

/** What the stand-in sells from the start: the product's plans and packs under their usual lookup keys. */
export const CATALOG: readonly Offer[] = [
  { name: 'Protect', lookupKey: 'cyborux_protect_monthly', amount: 4900, interval: 'month' },
  { name: 'Protect', lookupKey: 'cyborux_protect_yearly', amount: 49_000, interval: 'year' },
  { name: 'Vigilant', lookupKey: 'cyborux_vigilant_monthly', amount: 9900, interval: 'month' },
  { name: 'Vigilant', lookupKey: 'cyborux_vigilant_yearly', amount: 99_000, interval: 'year' },
  { name: 'Analyses', lookupKey: 'cyborux_credits_analyses', amount: 1200 },
  { name: 'Reports', lookupKey: 'cyborux_credits_reports', amount: 600 },
  { name: 'Deep scans', lookupKey: 'cyborux_credits_deep_scans', amount: 900 },
];

/** Puts the offers on sale: one product per name, one price per offer. */
export function sell(account: Account, offers: readonly Offer[]): void {
  const common = { created: account.now, livemode: false, metadata: {}, active: true } as const;
  for (const { name, lookupKey, amount, interval } of offers) {
    const product =
      account.products.all().find((each) => each.name === name) ??
      account.products.add({ id: newId('prod'), object: 'product', name, ...common });
    const price: Price = {
      id: newId('price'),
      object: 'price',
      billing_scheme: 'per_unit',
      currency: 'eur',
      lookup_key: lookupKey,
      product: product.id,
      recurring: interval ? { interval, interval_count: 1, usage_type: 'licensed' } : null,
      type: interval ? 'recurring' : 'one_time',
      unit_amount: amount,
      unit_amount_decimal: String(amount),
      ...common,
    };
    account.prices.add(price);
  }
}
