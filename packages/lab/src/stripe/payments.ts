import type { Account } from './account.ts';
import {
  type Charge,
  type Dispute,
  type DisputeStatus,
  type Invoice,
  type Metadata,
  newId,
  type PaymentIntent,
  type Refund,
  type Subscription,
} from './objects.ts';
import { invalid } from './problem.ts';

/** How the person who pays fares. */
export type Card = 'good' | 'declined' | 'asynchronous';

/** A payment by that card: the intent and, unless it is under way still, its charge. */
export function pay(
  account: Account,
  payment: { amount: number; currency: string; customer: string; metadata?: Metadata },
  card: Card,
): PaymentIntent {
  const intent = account.paymentIntents.add({
    id: newId('pi'),
    object: 'payment_intent',
    amount: payment.amount,
    amount_received: 0,
    created: account.now,
    currency: payment.currency,
    customer: payment.customer,
    latest_charge: null,
    livemode: false,
    metadata: payment.metadata ?? {},
    status: 'processing',
  });
  if (card !== 'asynchronous') conclude(account, intent, card === 'good');
  return intent;
}

/** The payment's outcome is known. */
export function conclude(account: Account, intent: PaymentIntent, succeeded: boolean): void {
  const charge: Charge = account.charges.add({
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: succeeded ? intent.amount : 0,
    amount_refunded: 0,
    captured: succeeded,
    created: account.now,
    currency: intent.currency,
    customer: intent.customer,
    disputed: false,
    failure_code: succeeded ? null : 'card_declined',
    livemode: false,
    metadata: {},
    paid: succeeded,
    payment_intent: intent.id,
    refunded: false,
    status: succeeded ? 'succeeded' : 'failed',
  });
  intent.latest_charge = charge.id;
  intent.status = succeeded ? 'succeeded' : 'requires_payment_method';
  intent.amount_received = charge.amount_captured;
  account.fire(succeeded ? 'charge.succeeded' : 'charge.failed', charge);
  account.fire(succeeded ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', intent);
}

/** The bill of a period of the subscription, not yet paid. */
export function bill(
  account: Account,
  subscription: Subscription,
  amount: number,
  reason: Invoice['billing_reason'],
): Invoice {
  const item = subscription.items.data[0];
  const invoice = account.invoices.add({
    id: newId('in'),
    object: 'invoice',
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    attempt_count: 0,
    attempted: false,
    billing_reason: reason,
    created: account.now,
    currency: subscription.currency,
    customer: subscription.customer,
    livemode: false,
    next_payment_attempt: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: item?.current_period_end ?? account.now,
    period_start: item?.current_period_start ?? account.now,
    status: 'open',
    total: amount,
  });
  subscription.latest_invoice = invoice.id;
  account.fire('invoice.created', invoice);
  return invoice;
}

/** Tries to collect what the invoice asks for. */
export function collect(account: Account, invoice: Invoice, card: 'good' | 'declined'): boolean {
  const { currency, customer, amount_due: amount } = invoice;
  invoice.attempted = true;
  invoice.attempt_count += 1;
  const intent = amount > 0 ? pay(account, { amount, currency, customer }, card) : null;
  const paid = intent === null || intent.status === 'succeeded';
  if (intent) {
    account.invoicePayments.add({
      id: newId('inpay'),
      object: 'invoice_payment',
      amount_paid: paid ? amount : null,
      amount_requested: amount,
      created: account.now,
      currency,
      invoice: invoice.id,
      is_default: true,
      livemode: false,
      payment: { type: 'payment_intent', payment_intent: intent.id },
      status: paid ? 'paid' : 'open',
    });
  }
  if (paid) {
    Object.assign(invoice, { status: 'paid', amount_paid: amount, amount_remaining: 0 });
    invoice.next_payment_attempt = null;
  }
  account.fire(paid ? 'invoice.paid' : 'invoice.payment_failed', invoice);
  return paid;
}

export function refund(account: Account, charge: Charge, amount: number, reason: string | null): Refund {
  const left = charge.amount - charge.amount_refunded;
  if (!charge.paid) throw invalid(`Charge ${charge.id} was not paid.`, { param: 'charge' });
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount < 1 || amount > left) {
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  const refunded = account.refunds.add({
    id: newId('re'),
    object: 'refund',
    amount,
    charge: charge.id,
    created: account.now,
    currency: charge.currency,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'succeeded',
  });
  account.fire('refund.created', refunded);
  account.fire('charge.refunded', charge);
  return refunded;
}

/** The holder of the card contests the charge at the bank. */
export function openDispute(account: Account, charge: Charge): Dispute {
  charge.disputed = true;
  const dispute = account.disputes.add({
    id: newId('dp'),
    object: 'dispute',
    amount: charge.amount,
    charge: charge.id,
    created: account.now,
    currency: charge.currency,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  });
  account.fire('charge.dispute.created', dispute);
  return dispute;
}

export function closeDispute(account: Account, dispute: Dispute, status: DisputeStatus & ('won' | 'lost')) {
  dispute.status = status;
  account.fire('charge.dispute.closed', dispute);
}
