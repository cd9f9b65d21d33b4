import { type Ask, type Endpoint, flag, list, metadata, part, readable, text } from './endpoint.ts';
import type { Invoice, InvoicePayment, Subscription } from './objects.ts';
import { invalid } from './problem.ts';
import { changePrice, endSubscription, itemOf } from './subscription-life.ts';

/** Subscriptions and what is billed for them. A list that does not say which status leaves out those that were canceled. */
export const subscriptionEndpoints: readonly Endpoint[] = [
  ...readable<Subscription>('/v1/subscriptions', (account) => account.subscriptions, {
    customer: (subscription, value) => subscription.customer === value,
    price: (subscription, value) => itemOf(subscription).price.id === value,
    status: ({ status }, value) =>
      value === 'all' || (value === 'current' ? status !== 'canceled' : status === value),
  }).map((endpoint) =>
    endpoint.path.endsWith(':id')
      ? endpoint
      : {
          ...endpoint,
          answer: (ask: Ask) => endpoint.answer({ ...ask, fields: { status: 'current', ...ask.fields } }),
        },
  ),
  {
    method: 'POST',
    path: '/v1/subscriptions/:id',
    takes: ['cancel_at_period_end', 'items', 'metadata', 'proration_behavior', 'trial_end'],
    answer: ({ account, id, fields }) => {
      const subscription = account.subscriptions.get(id);
      if (subscription.status === 'canceled') {
        throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
      }
      const before = subscription.cancel_at_period_end;
      subscription.cancel_at_period_end = flag(fields.cancel_at_period_end, before);
      const ends = subscription.cancel_at_period_end;
      subscription.cancel_at = ends ? itemOf(subscription).current_period_end : null;
      if (ends !== before) subscription.canceled_at = ends ? account.now : null;
      subscription.cancellation_details.reason = ends ? 'cancellation_requested' : null;
      subscription.metadata = metadata(fields.metadata, subscription.metadata);
      const price = text(part(list(fields.items)[0]).price);
      if (price !== null) changePrice(account, subscription, account.prices.get(price, 'items[0][price]'));
      account.fire('customer.subscription.updated', subscription);
      return subscription;
    },
  },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    takes: ['invoice_now', 'prorate', 'cancellation_details'],
    answer: ({ account, id }) => {
      const subscription = account.subscriptions.get(id);
      if (subscription.status === 'canceled') {
        throw invalid(`No such subscription: '${id}'`, { code: 'resource_missing', param: 'id' });
      }
      endSubscription(account, subscription, 'cancellation_requested');
      return subscription;
    },
  },
  ...readable<Invoice>('/v1/invoices', (account) => account.invoices, {
    customer: (invoice, value) => invoice.customer === value,
    status: (invoice, value) => invoice.status === value,
    subscription: (invoice, value) => invoice.parent.subscription_details.subscription === value,
  }),
  ...readable<InvoicePayment>('/v1/invoice_payments', (account) => account.invoicePayments, {
    invoice: (payment, value) => payment.invoice === value,
    status: (payment, value) => payment.status === value,
    payment: ({ payment }, value) => payment.payment_intent === part(value).payment_intent,
  }),
];
