import { expireSession, openSession } from './checkout.ts';
import { type Endpoint, list, metadata, part, readable, text, wholeNumber } from './endpoint.ts';
import { type CheckoutSession, listOf, newId } from './objects.ts';
import { invalid } from './problem.ts';

/** The pages that a person is sent to. */
export const checkoutEndpoints: readonly Endpoint[] = [
  ...readable<CheckoutSession>('/v1/checkout/sessions', (account) => account.sessions, {
    customer: (session, value) => session.customer === value,
    payment_intent: (session, value) => session.payment_intent === value,
    status: (session, value) => session.status === value,
    subscription: (session, value) => session.subscription === value,
  }),
  {
    method: 'POST',
    path: '/v1/checkout/sessions',
    takes: [
      ...['mode', 'customer', 'line_items', 'success_url', 'cancel_url', 'client_reference_id', 'metadata'],
      ...['subscription_data', 'payment_intent_data', 'allow_promotion_codes', 'payment_method_collection'],
      ...['invoice_creation', 'locale', 'expires_at', 'automatic_tax', 'billing_address_collection'],
    ],
    needs: ['mode', 'customer', 'line_items', 'success_url'],
    answer: ({ account, fields }) => {
      const mode = text(fields.mode);
      if (mode !== 'payment' && mode !== 'subscription') {
        throw invalid(`Invalid mode: ${mode}`, { param: 'mode' });
      }
      const lines = list(fields.line_items);
      if (lines.length !== 1) throw invalid('Here a session has one line item.', { param: 'line_items' });
      const line = part(lines[0]);
      const data = part(mode === 'subscription' ? fields.subscription_data : fields.payment_intent_data);
      return openSession(account, {
        customer: account.customers.get(text(fields.customer) ?? '', 'customer').id,
        mode,
        plan: {
          price: text(line.price) ?? '',
          quantity: wholeNumber(line.quantity, 1, 'line_items[0][quantity]'),
          trialDays: wholeNumber(data.trial_period_days, 0, 'subscription_data[trial_period_days]'),
          metadata: metadata(data.metadata),
        },
        metadata: metadata(fields.metadata),
        client_reference_id: text(fields.client_reference_id),
        success_url: text(fields.success_url),
        cancel_url: text(fields.cancel_url),
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    takes: [],
    answer: ({ account, id }) => expireSession(account, account.sessions.get(id)),
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    takes: ['limit'],
    answer: ({ account, id }) => {
      const session = account.sessions.get(id);
      const plan = account.plans.get(id);
      const price = account.prices.get(plan?.price ?? '');
      const item = {
        id: newId('li'),
        object: 'item',
        amount_total: session.amount_total,
        currency: price.currency,
      };
      return listOf(
        [{ ...item, price, quantity: plan?.quantity ?? 1 }],
        `/v1/checkout/sessions/${id}/line_items`,
      );
    },
  },
  {
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    takes: ['customer', 'return_url', 'configuration', 'locale'],
    needs: ['customer'],
    answer: ({ account, fields }) => {
      const id = newId('bps');
      return account.portalSessions.add({
        id,
        object: 'billing_portal.session',
        created: account.now,
        customer: account.customers.get(text(fields.customer) ?? '', 'customer').id,
        livemode: false,
        return_url: text(fields.return_url),
        url: `${account.pages}/portal/${id}`,
      });
    },
  },
];
