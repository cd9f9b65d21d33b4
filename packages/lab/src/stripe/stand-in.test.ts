import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import Stripe from 'stripe';
import { type StripeStandIn, startStripe } from './stand-in.ts';

/** The official client, told nothing but where the API is. */
function client(standIn: StripeStandIn, options: { key?: string; retries?: number; timeout?: number } = {}) {
  const { hostname, port } = new URL(standIn.url);
  return new Stripe(options.key ?? standIn.secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: options.retries ?? 0,
    timeout: options.timeout ?? 5000,
    telemetry: false,
  });
}

const received: { event: Stripe.Event; to: string }[] = [];
let failing = 0;
const hook = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const secret = request.url === '/two' ? 'whsec_two' : 'whsec_one';
  const signature = String(request.headers['stripe-signature']);
  const event = Stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, secret);
  failing -= 1;
  if (failing < 0) received.push({ event, to: request.url ?? '' });
  response.writeHead(failing < 0 ? 200 : 500).end();
});

let standIn: StripeStandIn;
let stripe: Stripe;
let base = '';
before(async () => {
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  base = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  standIn = await startStripe({
    now: new Date('2027-01-31T12:00:00Z'),
    endpoints: [{ url: `${base}/one`, secret: 'whsec_one' }],
  });
  stripe = client(standIn);
});
after(async () => {
  await standIn.close();
  hook.close();
});
beforeEach(() => {
  received.length = 0;
});

const types = () => received.map(({ event }) => event.type);
/** What was told of this object, or of something that names it. */
const told = (id: string) =>
  received.filter(({ event }) => JSON.stringify(event.data).includes(id)).map(({ event }) => event.type);

async function price(key: string): Promise<Stripe.Price> {
  const { data } = await stripe.prices.list({ lookup_keys: [key], active: true });
  assert.ok(data[0]);
  return data[0];
}

async function checkout(key: string, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const customer = await stripe.customers.create({ email: 'ann@example.com', metadata: { user_id: '7' } });
  const found = await price(key);
  const session = await stripe.checkout.sessions.create({
    customer: customer.id,
    mode: found.type === 'recurring' ? 'subscription' : 'payment',
    line_items: [{ price: found.id, quantity: 1 }],
    success_url: 'https://app.test/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://app.test/',
    client_reference_id: '7',
    ...more,
  });
  return { customer, session };
}

async function subscribe(key = 'cyborux_protect_monthly', days = 0) {
  const data = { metadata: { user_id: '7' }, ...(days > 0 && { trial_period_days: days }) };
  const { customer, session } = await checkout(key, { subscription_data: data });
  const { subscription } = await standIn.complete(session.id);
  assert.ok(subscription);
  return { customer, session, subscription };
}

const at = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString();
const status = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;

test('prices are found by lookup key, and products beside them', async () => {
  const { data } = await stripe.prices.list({
    lookup_keys: ['cyborux_protect_monthly', 'cyborux_credits_reports', 'unknown'],
    expand: ['data.product'],
  });
  assert.deepEqual(data.map((each) => [each.lookup_key, each.type]).sort(), [
    ['cyborux_credits_reports', 'one_time'],
    ['cyborux_protect_monthly', 'recurring'],
  ]);
  assert.deepEqual(data.map((each) => (each.product as Stripe.Product).name).sort(), ['Protect', 'Reports']);
  const product = await stripe.products.create({ name: 'More' });
  const created = await stripe.prices.create({
    currency: 'eur',
    product: product.id,
    unit_amount: 300,
    recurring: { interval: 'month' },
    lookup_key: 'more',
  });
  assert.equal((await price('more')).id, created.id);
  await stripe.prices.update(created.id, { active: false });
  assert.deepEqual((await stripe.prices.list({ lookup_keys: ['more'], active: true })).data, []);
});

test('lists are paginated by cursor, and the client walks them by itself', async () => {
  const made: string[] = [];
  for (let count = 0; count < 7; count += 1) {
    made.unshift((await stripe.customers.create({ email: 'many@example.com' })).id);
  }
  const first = await stripe.customers.list({ email: 'many@example.com', limit: 3 });
  assert.deepEqual([first.data.map(({ id }) => id), first.has_more], [made.slice(0, 3), true]);
  const before = await stripe.customers.list({
    email: 'many@example.com',
    ending_before: made[5] ?? '',
    limit: 2,
  });
  assert.deepEqual(
    before.data.map(({ id }) => id),
    made.slice(3, 5),
  );
  const walked: string[] = [];
  for await (const { id } of stripe.customers.list({ email: 'many@example.com', limit: 2 })) walked.push(id);
  assert.deepEqual(walked, made);
});

describe('what is wrong is told in Stripe’s shape', () => {
  for (const [what, ask, expected] of [
    [
      'another key',
      () => client(standIn, { key: 'sk_test_x' }).customers.list(),
      ['StripeAuthenticationError', 401],
    ],
    ['no such object', () => stripe.customers.retrieve('cus_no'), ['StripeInvalidRequestError', 404]],
    [
      'an unknown parameter',
      () => stripe.customers.create({ surname: 'x' } as Stripe.CustomerCreateParams),
      ['StripeInvalidRequestError', 400],
    ],
    [
      'a parameter that is left out',
      () => stripe.billingPortal.sessions.create({} as Stripe.BillingPortal.SessionCreateParams),
      ['StripeInvalidRequestError', 400],
    ],
    ['an address that there is not', () => stripe.payouts.list(), ['StripeInvalidRequestError', 404]],
  ] as const) {
    test(what, async () => {
      await assert.rejects(ask, (error: Stripe.errors.StripeError) => {
        assert.deepEqual([error.type, error.statusCode], expected);
        assert.match(error.requestId ?? '', /^req_/);
        return true;
      });
    });
  }
});

describe('idempotency', () => {
  test('the same key with the same parameters gets the same answer, and says so', async () => {
    const ask = () => stripe.customers.create({ email: 'once@example.com' }, { idempotencyKey: 'k1' });
    const [first, second] = [await ask(), await ask()];
    assert.equal(second.id, first.id);
    assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
    assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal((await stripe.customers.list({ email: 'once@example.com' })).data.length, 1);
  });

  test('with other parameters it is refused', async () => {
    await stripe.customers.create({ email: 'a@example.com' }, { idempotencyKey: 'k2' });
    await assert.rejects(stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'k2' }), {
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  test('an answer that was lost is asked for again and made once', async () => {
    await standIn.fail({ kind: 'lost' }, { times: 1 });
    await client(standIn, { retries: 2 }).customers.create({ email: 'lost@example.com' });
    await standIn.fail({ kind: 'none' });
    assert.equal((await stripe.customers.list({ email: 'lost@example.com' })).data.length, 1);
  });
});

describe('faults', () => {
  for (const [fault, type] of [
    [{ kind: 'error', status: 503 }, 'StripeAPIError'],
    [{ kind: 'rate-limited' }, 'StripeRateLimitError'],
    [{ kind: 'refused' }, 'StripeConnectionError'],
    [{ kind: 'slow', ms: 2000 }, 'StripeConnectionError'],
  ] as const) {
    test(`${fault.kind}, and everything is there again afterwards`, async () => {
      await standIn.fail(fault);
      await assert.rejects(client(standIn, { timeout: 200 }).customers.list(), { type });
      await standIn.fail({ kind: 'none' });
      await stripe.customers.list();
    });
  }

  test('a fault may reach some requests and not others, and a number of times', async () => {
    await standIn.fail({ kind: 'error', status: 500 }, { path: /customers/, times: 1 });
    await stripe.prices.list();
    await assert.rejects(stripe.customers.list());
    await stripe.customers.list();
  });
});

describe('checkout', () => {
  test('a subscription that is paid is there, billed and told of', async () => {
    const { customer, session } = await checkout('cyborux_protect_monthly', {
      subscription_data: { metadata: { user_id: '7' } },
    });
    assert.equal(session.status, 'open');
    const pay = await fetch(`${session.url}/pay`, { method: 'POST', redirect: 'manual' });
    assert.equal(pay.headers.get('location'), `https://app.test/done?session=${session.id}`);
    await standIn.deliveries.settled();
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.latest_invoice'],
    });
    assert.deepEqual([paid.status, paid.payment_status], ['complete', 'paid']);
    const subscription = paid.subscription as Stripe.Subscription;
    assert.deepEqual([subscription.status, subscription.metadata.user_id], ['active', '7']);
    assert.equal((subscription.latest_invoice as Stripe.Invoice).status, 'paid');
    assert.equal(at(subscription.items.data[0]?.current_period_end), '2027-02-28T12:00:00.000Z');
    assert.deepEqual(types(), [
      'customer.created',
      'customer.subscription.created',
      'invoice.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.paid',
      'checkout.session.completed',
    ]);
    const { data } = await stripe.subscriptions.list({ customer: customer.id });
    assert.deepEqual(
      data.map(({ id }) => id),
      [subscription.id],
    );
  });

  test('a declined card leaves the session open', async () => {
    const { session } = await checkout('cyborux_credits_reports');
    await standIn.complete(session.id, 'declined');
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open');
  });

  for (const succeeded of [true, false]) {
    test(`a payment that takes days ${succeeded ? 'succeeds' : 'fails'} at last`, async () => {
      const { session } = await checkout('cyborux_credits_reports');
      await standIn.complete(session.id, 'asynchronous');
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, 'unpaid');
      await standIn.settle(session.id, succeeded);
      const after = await stripe.checkout.sessions.retrieve(session.id);
      assert.equal(after.payment_status, succeeded ? 'paid' : 'unpaid');
      assert.equal(types().at(-1), `checkout.session.async_payment_${succeeded ? 'succeeded' : 'failed'}`);
    });
  }

  test('a session that expired cannot be paid, one that was paid cannot expire', async () => {
    const { session } = await checkout('cyborux_credits_reports');
    await stripe.checkout.sessions.expire(session.id);
    await assert.rejects(standIn.complete(session.id));
    const other = await checkout('cyborux_credits_reports');
    await standIn.complete(other.session.id);
    await assert.rejects(stripe.checkout.sessions.expire(other.session.id), { statusCode: 400 });
  });
});

describe('time', () => {
  const months = (count: number) =>
    new Date(Date.UTC(standIn.now().getUTCFullYear(), standIn.now().getUTCMonth() + count, 15));

  test('a subscription renews on the day of its anchor, also after a short month', async () => {
    const { subscription } = await subscribe();
    const ends: string[] = [];
    for (const month of ['02', '03', '04']) {
      await standIn.advance(new Date(`2027-${month}-01T12:00:00Z`));
      const { items } = await stripe.subscriptions.retrieve(subscription);
      ends.push(at(items.data[0]?.current_period_end).slice(0, 10));
    }
    assert.deepEqual(ends, ['2027-02-28', '2027-03-31', '2027-04-30']);
    assert.equal(told(subscription).filter((type) => type === 'invoice.paid').length, 3);
  });

  test('a card that is declined makes it past due, and after the last try canceled', async () => {
    const { customer, subscription } = await subscribe();
    standIn.declineCard(customer.id);
    const { items } = await stripe.subscriptions.retrieve(subscription);
    await standIn.advance(new Date((items.data[0]?.current_period_end ?? 0) * 1000));
    assert.equal(await status(subscription), 'past_due');
    await standIn.advance(months(2));
    const ended = await stripe.subscriptions.retrieve(subscription);
    assert.deepEqual([ended.status, ended.cancellation_details?.reason], ['canceled', 'payment_failed']);
    assert.equal(told(subscription).filter((type) => type === 'invoice.payment_failed').length, 4);
  });

  test('a card that works again heals it', async () => {
    const { customer, subscription } = await subscribe();
    standIn.declineCard(customer.id);
    const { items } = await stripe.subscriptions.retrieve(subscription);
    await standIn.advance(new Date((items.data[0]?.current_period_end ?? 0) * 1000));
    standIn.declineCard(customer.id, false);
    await standIn.advance(new Date(standIn.now().getTime() + 4 * 86_400_000));
    assert.equal(await status(subscription), 'active');
  });

  test('one that was canceled ends with its period', async () => {
    const { subscription } = await subscribe();
    await stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    assert.equal(await status(subscription), 'active');
    await standIn.advance(months(2));
    assert.equal(await status(subscription), 'canceled');
    assert.equal(told(subscription).at(-1), 'customer.subscription.deleted');
    const all = await stripe.subscriptions.list({ status: 'all', limit: 100 });
    const current = await stripe.subscriptions.list({ limit: 100 });
    assert.ok(all.data.some(({ id }) => id === subscription));
    assert.ok(!current.data.some(({ id }) => id === subscription));
  });

  test('a trial is announced before it ends, and then paid', async () => {
    const { subscription } = await subscribe('cyborux_vigilant_yearly', 14);
    assert.equal(await status(subscription), 'trialing');
    await standIn.advance(new Date(standIn.now().getTime() + 15 * 86_400_000));
    assert.equal(await status(subscription), 'active');
    const steps = told(subscription).filter((type) => /trial|invoice.paid/.test(type));
    assert.deepEqual(steps, ['invoice.paid', 'customer.subscription.trial_will_end', 'invoice.paid']);
  });

  test('the test clock of the API moves the same time', async () => {
    const frozen = Math.floor(standIn.now().getTime() / 1000);
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: frozen });
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen + 60 });
    assert.equal(standIn.now().getTime(), (frozen + 60) * 1000);
  });
});

test('another price counts at once; another interval starts a new period', async () => {
  const { subscription } = await subscribe();
  const before = await stripe.subscriptions.retrieve(subscription);
  const item = before.items.data[0];
  const change = async (key: string) => {
    const items = [{ id: item?.id ?? '', price: (await price(key)).id }];
    return (await stripe.subscriptions.update(subscription, { items })).items.data[0];
  };
  const vigilant = await change('cyborux_vigilant_monthly');
  assert.equal(vigilant?.price.lookup_key, 'cyborux_vigilant_monthly');
  assert.equal(vigilant?.current_period_end, item?.current_period_end);
  const yearly = await change('cyborux_vigilant_yearly');
  assert.equal(at(yearly?.current_period_start), standIn.now().toISOString());
});

test('refunds, in parts, and disputes lead back from the charge to the subscription', async () => {
  const { subscription } = await subscribe();
  const { latest_invoice } = await stripe.subscriptions.retrieve(subscription);
  const payments = await stripe.invoicePayments.list({ invoice: String(latest_invoice) });
  const intent = String(payments.data[0]?.payment.payment_intent);
  await stripe.refunds.create({ payment_intent: intent, amount: 900 });
  const { data: charges } = await stripe.charges.list({ payment_intent: intent });
  const [charge] = charges;
  assert.deepEqual([charge?.amount_refunded, charge?.refunded], [900, false]);
  await assert.rejects(stripe.refunds.create({ charge: charge?.id ?? '', amount: 9999 }), {
    statusCode: 400,
  });
  await stripe.refunds.create({ charge: charge?.id ?? '' });
  assert.equal((await stripe.charges.retrieve(charge?.id ?? '')).refunded, true);
  const dispute = await standIn.openDispute(charge?.id ?? '');
  const back = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: dispute.payment_intent },
    expand: ['data.invoice'],
  });
  const invoice = back.data[0]?.invoice as Stripe.Invoice;
  assert.equal(invoice.parent?.subscription_details?.subscription, subscription);
  await standIn.closeDispute(dispute.id, 'lost');
  assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'lost');
  assert.deepEqual(
    types().filter((type) => /refunded|dispute/.test(type)),
    ['charge.refunded', 'charge.refunded', 'charge.dispute.created', 'charge.dispute.closed'],
  );
});

describe('deliveries', () => {
  test('an endpoint that fails is asked again until it takes the event', async () => {
    failing = 2;
    const event = await standIn.fire('anything.new', { id: 'x_1', object: 'x' });
    assert.deepEqual(
      received.map((each) => each.event.id),
      [event.id],
    );
  });

  test('events wait, and come in another order, later, twice, to two addresses at once', async () => {
    const two = standIn.addEndpoint(`${base}/two`, 'whsec_two');
    standIn.deliveries.hold();
    const first = await standIn.fire('a.first', { id: 'x_1', object: 'x' });
    const second = await standIn.fire('a.second', { id: 'x_1', object: 'x' });
    assert.deepEqual(types(), []);
    await standIn.deliveries.release((waiting) => waiting.toReversed());
    assert.deepEqual(types(), ['a.second', 'a.second', 'a.first', 'a.first']);
    await standIn.deliveries.send(first, { to: [two] });
    assert.deepEqual([received.at(-1)?.to, received.at(-1)?.event.id], ['/two', first.id]);
    assert.equal((await stripe.events.retrieve(second.id)).type, 'a.second');
  });

  test('a signature can be old', async () => {
    const event = await standIn.fire('a.third', { id: 'x_1', object: 'x' });
    received.length = 0;
    await assert.doesNotReject(standIn.deliveries.send(event, { signedAt: new Date() }));
    assert.equal(received.length, 2);
  });
});
