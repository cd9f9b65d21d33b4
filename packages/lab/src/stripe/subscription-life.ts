import type { Account } from './account.ts';
import {
  type CancellationReason,
  listOf,
  type Metadata,
  newId,
  type Price,
  type Subscription,
  type SubscriptionItem,
} from './objects.ts';
import { bill, type Card, collect } from './payments.ts';

const DAY = 86_400;
const TRIAL_NOTICE = 3 * DAY;
/** Days after the first failure on which the payment is tried again; after the last one the subscription ends. */
const RETRY_DAYS = [3, 5, 7];

/** A new subscription, its first invoice paid. */
export function startSubscription(
  account: Account,
  wish: { customer: string; price: Price; quantity: number; trialDays: number; metadata: Metadata },
): Subscription {
  const { now } = account;
  const id = newId('sub');
  const trialEnd = wish.trialDays > 0 ? now + wish.trialDays * DAY : null;
  const item: SubscriptionItem = {
    id: newId('si'),
    object: 'subscription_item',
    created: now,
    current_period_start: now,
    current_period_end: trialEnd ?? nextPeriod(wish.price, now, now),
    metadata: {},
    price: structuredClone(wish.price),
    quantity: wish.quantity,
    subscription: id,
  };
  const subscription = account.subscriptions.add({
    id,
    object: 'subscription',
    billing_cycle_anchor: trialEnd ?? now,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created: now,
    currency: wish.price.currency,
    customer: wish.customer,
    ended_at: null,
    items: listOf([item], `/v1/subscription_items?subscription=${id}`),
    latest_invoice: null,
    livemode: false,
    metadata: { ...wish.metadata },
    start_date: now,
    status: trialEnd === null ? 'active' : 'trialing',
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : now,
  });
  account.fire('customer.subscription.created', subscription);
  const amount = trialEnd === null ? wish.price.unit_amount * wish.quantity : 0;
  collect(account, bill(account, subscription, amount, 'subscription_create'), 'good');
  return subscription;
}

/** Another price from now on. Another interval starts a new period at once, as Stripe does it. */
export function changePrice(account: Account, subscription: Subscription, price: Price): void {
  const item = itemOf(subscription);
  const before = item.price;
  item.price = structuredClone(price);
  if (before.recurring?.interval !== price.recurring?.interval && subscription.status !== 'trialing') {
    subscription.billing_cycle_anchor = account.now;
    item.current_period_start = account.now;
    item.current_period_end = nextPeriod(price, account.now, account.now);
    collect(account, bill(account, subscription, price.unit_amount, 'subscription_update'), 'good');
  }
}

export function endSubscription(
  account: Account,
  subscription: Subscription,
  reason: CancellationReason,
): void {
  subscription.status = 'canceled';
  subscription.canceled_at ??= account.now;
  subscription.ended_at = account.now;
  subscription.cancellation_details.reason ??= reason;
  account.fire('customer.subscription.deleted', subscription);
}

/** What happens next to this subscription, and when; null: nothing more. */
export function nextStep(
  account: Account,
  subscription: Subscription,
): { at: number; run: () => void } | null {
  const item = itemOf(subscription);
  if (subscription.status === 'past_due') return retryStep(account, subscription);
  if (subscription.status !== 'active' && subscription.status !== 'trialing') return null;
  const { trial_end: trialEnd } = subscription;
  if (subscription.status === 'trialing' && trialEnd !== null && account.now < trialEnd - TRIAL_NOTICE) {
    return {
      at: trialEnd - TRIAL_NOTICE,
      run: () => account.fire('customer.subscription.trial_will_end', subscription),
    };
  }
  return { at: item.current_period_end, run: () => renew(account, subscription) };
}

function renew(account: Account, subscription: Subscription): void {
  if (subscription.cancel_at_period_end) {
    endSubscription(account, subscription, 'cancellation_requested');
    return;
  }
  const item = itemOf(subscription);
  item.current_period_start = item.current_period_end;
  item.current_period_end = nextPeriod(
    item.price,
    subscription.billing_cycle_anchor,
    item.current_period_end,
  );
  const amount = item.price.unit_amount * item.quantity;
  const invoice = bill(account, subscription, amount, 'subscription_cycle');
  const paid = collect(account, invoice, cardOf(account, subscription));
  subscription.status = paid ? 'active' : 'past_due';
  if (!paid) invoice.next_payment_attempt = account.now + (RETRY_DAYS[0] ?? 0) * DAY;
  account.fire('customer.subscription.updated', subscription);
}

function retryStep(account: Account, subscription: Subscription) {
  const invoice = account.invoices.get(subscription.latest_invoice ?? '');
  const run = () => {
    const paid = collect(account, invoice, cardOf(account, subscription));
    const wait = RETRY_DAYS[invoice.attempt_count - 1];
    if (paid) {
      subscription.status = 'active';
      account.fire('customer.subscription.updated', subscription);
    } else if (wait === undefined) endSubscription(account, subscription, 'payment_failed');
    else invoice.next_payment_attempt = account.now + wait * DAY;
  };
  return { at: invoice.next_payment_attempt ?? account.now, run };
}

function cardOf(account: Account, subscription: Subscription): Exclude<Card, 'asynchronous'> {
  return account.declined.has(subscription.customer) ? 'declined' : 'good';
}

export function itemOf(subscription: Subscription): SubscriptionItem {
  const [item] = subscription.items.data;
  if (!item) throw new Error(`${subscription.id} has no item.`);
  return item;
}

/**
 * The first end of a period that comes after `after`, when periods are counted from the anchor. The day of the anchor
 * is kept where the month has it.
 */
function nextPeriod(price: Price, anchor: number, after: number): number {
  const from = new Date(anchor * 1000);
  const months = price.recurring?.interval === 'year' ? 12 : 1;
  for (let count = 1; ; count += 1) {
    const month = from.getUTCMonth() + count * months;
    const days = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
    const end = new Date(from);
    end.setUTCFullYear(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), days));
    const seconds = Math.floor(end.getTime() / 1000);
    if (seconds > after) return seconds;
  }
}
