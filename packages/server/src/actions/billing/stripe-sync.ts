import { customersAfter, findBillingUser, linkCustomer } from '../../store/billing-users.ts';
import { askStripe } from '../../stripe-client.ts';
import { disputeEffect } from './dispute-effect.ts';
import type { BillingDeps, Effect } from './effect.ts';
import { purchaseEffect } from './purchase-effect.ts';
import { endTiers } from './settle-tier.ts';
import { subscriptionEffect } from './subscription-effect.ts';

export interface SyncReport {
  customers: number;
  /** Customers of Stripe that were found to be ours and had lost their user. */
  linked: number;
  subscriptions: number;
  purchases: number;
  disputes: number;
}

const USER_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const BATCH = 100;

/** Repairs everything here from what Stripe has, whatever events were lost. It can be run at any time, and again. */
export async function syncFromStripe(deps: BillingDeps, now: Date): Promise<SyncReport> {
  const { db } = deps;
  const report: SyncReport = {
    customers: 0,
    linked: await linkLost(deps),
    subscriptions: 0,
    purchases: 0,
    disputes: 0,
  };
  for (let after: string | null = null; ; ) {
    const users: { id: string; customerId: string }[] = await customersAfter(db, after, BATCH);
    for (const { customerId } of users) {
      report.customers += 1;
      report.subscriptions += await syncSubscriptions(deps, customerId, now);
      report.purchases += await syncPurchases(deps, customerId, now);
    }
    after = users.at(-1)?.id ?? null;
    if (after === null || users.length < BATCH) break;
  }
  report.disputes = await syncDisputes(deps, now);
  await endTiers(deps, now);
  return report;
}

/** A customer of Stripe names the user that it was made for. */
async function linkLost({ db, billing }: BillingDeps): Promise<number> {
  let linked = 0;
  await askStripe(async () => {
    for await (const { id, metadata } of billing.stripe.customers.list({ limit: 100 })) {
      const userId = metadata.user_id ?? '';
      if (!USER_ID.test(userId)) continue;
      const user = await findBillingUser(db, userId);
      if (user?.customerId === null) linked += (await linkCustomer(db, userId, id)) === id ? 1 : 0;
    }
  });
  return linked;
}

async function syncSubscriptions(deps: BillingDeps, customer: string, now: Date): Promise<number> {
  const ids: string[] = [];
  await askStripe(async () => {
    const all = deps.billing.stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
    for await (const { id } of all) ids.push(id);
  });
  return applyEach(deps, ids, subscriptionEffect, now);
}

async function syncPurchases(deps: BillingDeps, customer: string, now: Date): Promise<number> {
  const ids: string[] = [];
  await askStripe(async () => {
    const sessions = deps.billing.stripe.checkout.sessions.list({ customer, status: 'complete', limit: 100 });
    for await (const { id, mode } of sessions) if (mode === 'payment') ids.push(id);
  });
  return applyEach(deps, ids, purchaseEffect, now);
}

async function syncDisputes(deps: BillingDeps, now: Date): Promise<number> {
  const ids: string[] = [];
  await askStripe(async () => {
    for await (const { id } of deps.billing.stripe.disputes.list({ limit: 100 })) ids.push(id);
  });
  return applyEach(deps, ids, disputeEffect, now);
}

/** @returns how many of them concerned somebody here */
async function applyEach(
  deps: BillingDeps,
  ids: readonly string[],
  effectOf: (deps: BillingDeps, id: string) => Promise<Effect | null>,
  now: Date,
): Promise<number> {
  let applied = 0;
  for (const id of ids) {
    const effect = await effectOf(deps, id);
    if (effect && (await deps.db.transaction().execute((trx) => effect(trx, now)))) applied += 1;
  }
  return applied;
}
