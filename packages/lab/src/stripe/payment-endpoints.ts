import { advance } from './clock.ts';
import { type Endpoint, readable, text, wholeNumber } from './endpoint.ts';
import {
  type Charge,
  type Dispute,
  newId,
  type PaymentIntent,
  type Refund,
  type StripeEvent,
  type TestClock,
} from './objects.ts';
import { refund } from './payments.ts';
import { invalid } from './problem.ts';

/** Money that came and went, and what is told of all that happens. */
export const paymentEndpoints: readonly Endpoint[] = [
  ...readable<PaymentIntent>('/v1/payment_intents', (account) => account.paymentIntents, {
    customer: (intent, value) => intent.customer === value,
  }),
  ...readable<Charge>('/v1/charges', (account) => account.charges, {
    customer: (charge, value) => charge.customer === value,
    payment_intent: (charge, value) => charge.payment_intent === value,
  }),
  ...readable<Refund>('/v1/refunds', (account) => account.refunds, {
    charge: (each, value) => each.charge === value,
    payment_intent: (each, value) => each.payment_intent === value,
  }),
  {
    method: 'POST',
    path: '/v1/refunds',
    takes: ['charge', 'payment_intent', 'amount', 'reason', 'metadata'],
    answer: ({ account, fields }) => {
      const intent = text(fields.payment_intent);
      const id = intent === null ? text(fields.charge) : account.paymentIntents.get(intent).latest_charge;
      if (id === null) throw invalid('One of charge and payment_intent is needed.', { param: 'charge' });
      const charge = account.charges.get(id, 'charge');
      const left = charge.amount - charge.amount_refunded;
      return refund(account, charge, wholeNumber(fields.amount, left, 'amount'), text(fields.reason));
    },
  },
  ...readable<Dispute>('/v1/disputes', (account) => account.disputes, {
    charge: (dispute, value) => dispute.charge === value,
    payment_intent: (dispute, value) => dispute.payment_intent === value,
  }),
  ...readable<StripeEvent>('/v1/events', (account) => account.events, {
    type: (event, value) => event.type === value,
  }),
  ...readable<TestClock>('/v1/test_helpers/test_clocks', (account) => account.clocks),
  {
    method: 'POST',
    path: '/v1/test_helpers/test_clocks',
    takes: ['frozen_time', 'name'],
    needs: ['frozen_time'],
    answer: ({ account, fields }) => {
      account.now = wholeNumber(fields.frozen_time, account.now, 'frozen_time');
      return account.clocks.add({
        id: newId('clock'),
        object: 'test_helpers.test_clock',
        created: account.now,
        frozen_time: account.now,
        livemode: false,
        name: text(fields.name),
        status: 'ready',
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/test_helpers/test_clocks/:id/advance',
    takes: ['frozen_time'],
    needs: ['frozen_time'],
    answer: ({ account, id, fields }) => {
      const clock = account.clocks.get(id);
      const to = wholeNumber(fields.frozen_time, account.now, 'frozen_time');
      if (to < account.now) throw invalid('Time does not run backwards.', { param: 'frozen_time' });
      advance(account, to);
      return clock;
    },
  },
];
