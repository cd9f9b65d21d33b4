import fc from 'fast-check';
import type { Feature, Quota, Tier } from '../src/db/schema.ts';

/*
 * The quota as its rules tell it, kept in counters: what the ledger is compared with. Days of the month are 28 at most,
 * so that adding a month is plain.
 */

export const FEATURES: readonly Feature[] = ['analyses', 'reports', 'deep_scans'];
export const CREATED = Date.UTC(2026, 0, 17, 9);
const HOUR = 3_600_000;

const FROM_TIER: Record<Exclude<Tier, 'enterprise'>, Quota> = {
  basic: { analyses: 0, reports: 0, deep_scans: 0 },
  protect: { analyses: 5, reports: 5, deep_scans: 15 },
  vigilant: { analyses: 10, reports: 10, deep_scans: 30 },
};

export type Operation =
  | { does: 'start'; feature: Feature }
  | { does: 'settle'; run: number; outcome: 'charge' | 'release' }
  | {
      does: 'credits';
      entry: 'purchase' | 'grant' | 'refund' | 'expiry';
      feature: Feature;
      amount: number;
      cause: number;
    }
  | { does: 'subscribe'; tier: 'protect' | 'vigilant'; months: 1 | 12 }
  | { does: 'change plan'; tier: 'protect' | 'vigilant' }
  | { does: 'renew' | 'cancel at the end' | 'end' }
  | { does: 'set tier'; tier: Tier; quota: Quota | null }
  | { does: 'wait'; hours: number }
  | { does: 'look' };

export interface Subscription {
  id: number;
  tier: 'protect' | 'vigilant';
  months: 1 | 12;
  start: number;
  end: number;
  cancels: boolean;
}

export interface Run {
  feature: Feature;
  /** The start of the period whose allowance it holds; null: it holds a credit. */
  period: number | null;
  open: boolean;
}

export interface Model {
  now: number;
  tier: Tier;
  quota: Quota | null;
  subscription: Subscription | null;
  subscriptions: number;
  runs: Run[];
  credits: Record<Feature, number>;
  /** Used and held of an allowance, by feature and period. */
  taken: Map<string, { used: number; held: number }>;
  entries: Set<string>;
}

export function newModel(): Model {
  return {
    now: CREATED,
    tier: 'basic',
    quota: null,
    subscription: null,
    subscriptions: 0,
    runs: [],
    credits: { analyses: 0, reports: 0, deep_scans: 0 },
    taken: new Map(),
    entries: new Set(),
  };
}

export function addMonths(time: number, months: number): number {
  const date = new Date(time);
  return date.setUTCMonth(date.getUTCMonth() + months);
}

/** The one that gives features now: not past the end after which it does not renew. */
export function currentOf({ subscription, now }: Model): Subscription | null {
  return subscription && (!subscription.cancels || now < subscription.end) ? subscription : null;
}

export function periodOf(model: Model): { start: number; end: number; months: number } {
  const current = model.tier === 'enterprise' ? null : currentOf(model);
  let start = current ? current.start : Date.UTC(2026, 0, 17);
  const months = current ? current.months : 1;
  while (addMonths(start, months) <= model.now) start = addMonths(start, months);
  return { start, end: addMonths(start, months), months };
}

export function allowanceIn(model: Model, feature: Feature): number | null {
  if (model.tier === 'enterprise') return model.quota ? model.quota[feature] : null;
  const monthly = FROM_TIER[model.tier][feature];
  return monthly === null ? null : monthly * periodOf(model).months;
}

export function takenIn(model: Model, feature: Feature, period: number) {
  const key = `${feature} ${period}`;
  const taken = model.taken.get(key) ?? { used: 0, held: 0 };
  model.taken.set(key, taken);
  return taken;
}

/** @returns what the start is answered with */
export function start(model: Model, feature: Feature): 'accepted' | 403 | 429 {
  const allowance = allowanceIn(model, feature);
  const { start: period } = periodOf(model);
  const taken = takenIn(model, feature, period);
  if (allowance === null || taken.used + taken.held < allowance) {
    taken.held += 1;
    model.runs.push({ feature, period, open: true });
    return 'accepted';
  }
  if (model.credits[feature] > 0) {
    model.credits[feature] -= 1;
    model.runs.push({ feature, period: null, open: true });
    return 'accepted';
  }
  return allowance === 0 ? 403 : 429;
}

export function settle(model: Model, run: Run, outcome: 'charge' | 'release'): void {
  if (!run.open) return;
  run.open = false;
  if (run.period === null) {
    if (outcome === 'release') model.credits[run.feature] += 1;
    return;
  }
  const taken = takenIn(model, run.feature, run.period);
  taken.held -= 1;
  if (outcome === 'charge') taken.used += 1;
}

/** @returns by how many the credits change */
export function enterCredits(model: Model, entry: Extract<Operation, { does: 'credits' }>): number {
  const key = `${entry.cause} ${entry.feature} ${entry.entry}`;
  if (model.entries.has(key)) return 0;
  model.entries.add(key);
  const gives = entry.entry === 'purchase' || entry.entry === 'grant';
  const change = gives ? entry.amount : -Math.min(entry.amount, model.credits[entry.feature]);
  model.credits[entry.feature] += change;
  // No minus zero.
  return change + 0;
}

export function wait(model: Model, hours: number): void {
  model.now += hours * HOUR;
}

/** A new subscription is billed from now on, or from the 28th. */
export function subscribe(model: Model, tier: 'protect' | 'vigilant', months: 1 | 12): Subscription {
  const begin = new Date(model.now);
  begin.setUTCDate(Math.min(28, begin.getUTCDate()));
  const start = begin.getTime();
  model.subscriptions += 1;
  model.subscription = {
    ...{ id: model.subscriptions, tier, months, start },
    ...{ end: addMonths(start, months), cancels: false },
  };
  return model.subscription;
}

const feature = fc.constantFrom(...FEATURES);
const plan = fc.constantFrom('protect' as const, 'vigilant' as const);
const units = fc.option(fc.integer({ min: 0, max: 6 }));

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ does: fc.constant('start' as const), feature }) },
  {
    weight: 24,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      run: fc.nat({ max: 1000 }),
      outcome: fc.constantFrom('charge' as const, 'release' as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constant('credits' as const),
      entry: fc.constantFrom('purchase' as const, 'grant' as const, 'refund' as const, 'expiry' as const),
      feature,
      amount: fc.integer({ min: 1, max: 5 }),
      cause: fc.nat({ max: 20 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('subscribe' as const),
      tier: plan,
      months: fc.constantFrom(1 as const, 12 as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('change plan' as const), tier: plan }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('renew' as const, 'cancel at the end' as const, 'end' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('set tier' as const),
      tier: fc.constantFrom<Tier>('basic', 'protect', 'vigilant', 'enterprise'),
      quota: fc.option(fc.record({ analyses: units, reports: units, deep_scans: units })),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 40 }) }),
  },
  { weight: 10, arbitrary: fc.constant<Operation>({ does: 'look' }) },
);
