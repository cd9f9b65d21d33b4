import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { SubscriptionStatus } from '@cyborux/contract';
import { type StripeStandIn, startStripe } from '@cyborux/lab';
import type Stripe from 'stripe';
import { endTiers } from '../src/actions/billing/settle-tier.ts';
import type { SyncReport } from '../src/actions/billing/stripe-sync.ts';
import { syncFromStripe } from '../src/actions/billing/stripe-sync.ts';
import type { AppDeps } from '../src/app.ts';
import { type Billing, openBilling } from '../src/billing.ts';
import { loadConfig } from '../src/config.ts';
import type { Feature, Tier } from '../src/db/schema.ts';
import { reserve, settle } from '../src/store/quota.ts';
import { makeUser, startServer } from './server.ts';

export const WEBHOOK_SECRET = 'whsec_of_the_tests';
const DAY_MS = 86_400_000;

/** The client of the stand-in, by configuration alone. */
export function billingOf(
  standIn: StripeStandIn,
  extra: Record<string, string> = {},
  timeoutMs = 5000,
): Billing {
  const config = loadConfig({
    CYBORUX_STRIPE_SECRET_KEY: standIn.secretKey,
    CYBORUX_STRIPE_API_BASE: standIn.url,
    CYBORUX_STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    ...extra,
  });
  const billing = openBilling(config, { now: standIn.now, returnTo: () => 'https://app.test', timeoutMs });
  assert.ok(billing);
  return billing;
}

/** The API with a Stripe of its own, whose clock both go by. Events go to the API over HTTP. */
export async function startBilling(
  options: { settings?: Record<string, string>; timeoutMs?: number; mailer?: AppDeps['mailer'] } = {},
) {
  const standIn = await startStripe({ now: new Date('2027-03-10T09:30:00Z') });
  const billing = billingOf(standIn, options.settings, options.timeoutMs);
  const server = await startServer({
    billing,
    now: standIn.now,
    ...(options.mailer ? { mailer: options.mailer } : {}),
  });
  standIn.addEndpoint(`${server.baseUrl}/api/stripe/webhook`, WEBHOOK_SECRET);
  const { db } = server;

  const post = (path: string, key: string, json: object) =>
    server.ask('POST', `/api/stripe/${path}`, { key, json });

  async function checkout(key: string, wish: object): Promise<Stripe.Checkout.Session> {
    const answer = await post('create-checkout-session', key, wish);
    assert.equal(answer.status, 200, answer.text);
    return billing.stripe.checkout.sessions.retrieve(answer.body.session_id);
  }

  return {
    ...server,
    standIn,
    billing,
    stripe: billing.stripe,
    post,
    checkout,
    user: (tier: Tier = 'basic') => makeUser(db, { tier }),

    async buy(key: string, wish: object, card: 'good' | 'asynchronous' = 'good') {
      const session = await checkout(key, wish);
      const paid = await standIn.complete(session.id, card);
      return { ...paid, subscription: paid.subscription ?? '' };
    },

    async status(key: string): Promise<SubscriptionStatus> {
      const answer = await server.ask('GET', '/api/stripe/subscription-status', { key });
      assert.equal(answer.status, 200, answer.text);
      return answer.body;
    },

    /** Time passes for Stripe and for us. */
    pass: (days: number) => standIn.advance(new Date(standIn.now().getTime() + days * DAY_MS)),

    async change(subscription: string, lookupKey: string) {
      const { data } = await billing.stripe.prices.list({ lookup_keys: [lookupKey] });
      const { items } = await billing.stripe.subscriptions.retrieve(subscription);
      await billing.stripe.subscriptions.update(subscription, {
        items: [{ id: items.data[0]?.id ?? '', price: data[0]?.id ?? '' }],
      });
      await standIn.deliveries.settled();
    },

    /** Runs that are accepted now, and charged unless they are left in flight. */
    async run(userId: string, feature: Feature, count: number, inFlight = false): Promise<string[]> {
      const causes = Array.from({ length: count }, () => randomUUID());
      for (const cause of causes) {
        await db.transaction().execute(async (trx) => {
          await reserve(trx, userId, feature, cause, standIn.now());
          if (!inFlight) await settle(trx, cause, 'charge', standIn.now());
        });
      }
      return causes;
    },

    finish: (cause: string) => db.transaction().execute((trx) => settle(trx, cause, 'charge', standIn.now())),

    async refund(session: { payment_intent: string | null }, amount?: number) {
      const payment = session.payment_intent ?? '';
      await billing.stripe.refunds.create({
        payment_intent: payment,
        ...(amount === undefined ? {} : { amount }),
      });
      await standIn.deliveries.settled();
    },

    /** The charge that paid for the subscription's latest period, or for the pack. */
    async chargeOf({
      payment_intent: intent,
      subscription,
    }: {
      payment_intent: string | null;
      subscription: string;
    }) {
      if (intent !== null)
        return String((await billing.stripe.paymentIntents.retrieve(intent)).latest_charge);
      const { latest_invoice } = await billing.stripe.subscriptions.retrieve(subscription);
      const { data } = await billing.stripe.invoicePayments.list({
        invoice: String(latest_invoice),
        expand: ['data.payment.payment_intent'],
      });
      const payment = data[0]?.payment.payment_intent as Stripe.PaymentIntent;
      return String(payment.latest_charge);
    },

    sync: (): Promise<SyncReport> => syncFromStripe({ db, billing }, standIn.now()),

    endTiers: () => endTiers({ db }, standIn.now()),

    async close() {
      await server.close();
      await standIn.close();
    },
  };
}

export type BillingServer = Awaited<ReturnType<typeof startBilling>>;
