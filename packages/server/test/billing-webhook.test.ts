import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { pino } from 'pino';
import Stripe from 'stripe';
import { createApp } from '../src/app.ts';
import { connect } from '../src/db/connect.ts';
import type { Mail } from '../src/mail.ts';
import { type BillingServer, billingOf, startBilling, WEBHOOK_SECRET } from './billing.ts';

let shop: BillingServer;
before(async () => {
  shop = await startBilling({ timeoutMs: 300 });
});
after(() => shop.close());
beforeEach(() => shop.standIn.fail({ kind: 'none' }));

const MONTHLY = { plan: 'protect', interval: 'monthly' };
const endpoint = (base = shop.baseUrl) => ({ url: `${base}/api/stripe/webhook`, secret: WEBHOOK_SECRET });
const events = (type: string) => shop.standIn.account.events.all().filter((event) => event.type === type);
const last = (type: string) => {
  const event = events(type).at(-1);
  assert.ok(event, type);
  return event;
};

function send(payload: string, signature: string | undefined) {
  const headers = {
    'content-type': 'application/json',
    ...(signature === undefined ? {} : { 'stripe-signature': signature }),
  };
  return shop.ask('POST', '/api/stripe/webhook', { body: payload, headers });
}

const payload = JSON.stringify({ id: 'evt_x', object: 'event', type: 'new.thing', created: 1, data: {} });
const sign = (secret = WEBHOOK_SECRET, age = 0) =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(Date.now() / 1000) - age,
  });

for (const [what, signature, body] of [
  ['none', undefined, payload],
  ['no signature at all', 'hello', payload],
  ['of another secret', sign('whsec_another'), payload],
  ['of another body', sign(), `${payload} `],
  ['of six minutes ago', sign(WEBHOOK_SECRET, 360), payload],
  ['of an empty body', sign(), ''],
] as const) {
  test(`400: a signature that is no good: ${what}`, async () => {
    const answer = await send(body, signature);
    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_signature'], answer.text);
    const rows = await shop.db.selectFrom('stripe_events').select('id').where('id', '=', 'evt_x').execute();
    assert.deepEqual(rows, []);
  });
}

test('413: more than a mebibyte', async () => {
  const answer = await send('x'.repeat(1024 * 1024 + 1), sign());
  assert.deepEqual(
    [answer.status, answer.body.detail],
    [413, 'The body is too large: at most 1 MiB is taken.'],
  );
});

test('a signature of four minutes ago is good, and an unknown event is accepted and recorded', async () => {
  const answer = await send(payload, sign(WEBHOOK_SECRET, 240));
  assert.deepEqual([answer.status, answer.body], [200, { received: true }]);
  const row = await shop.db
    .selectFrom('stripe_events')
    .selectAll()
    .where('id', '=', 'evt_x')
    .executeTakeFirstOrThrow();
  assert.deepEqual([row.type, row.outcome], ['new.thing', 'ignored']);
});

test('while the secret is being replaced, both count', async () => {
  const both = `whsec_new,${WEBHOOK_SECRET}`;
  const server = await startBilling({ settings: { CYBORUX_STRIPE_WEBHOOK_SECRET: both } });
  const event = await server.standIn.fire('new.thing', { id: 'x', object: 'x' });
  for (const secret of ['whsec_new', WEBHOOK_SECRET]) {
    const to = [{ ...endpoint(server.baseUrl), secret }];
    assert.equal((await server.standIn.deliveries.send(event, { to }))[0]?.status, 200);
  }
  await server.close();
});

test('503: a webhook without a secret', async () => {
  const server = await startBilling({ settings: { CYBORUX_STRIPE_WEBHOOK_SECRET: '' } });
  const answer = await server.ask('POST', '/api/stripe/webhook', {
    body: payload,
    headers: { 'stripe-signature': sign() },
  });
  assert.deepEqual([answer.status, answer.body.code], [503, 'stripe_not_configured']);
  await server.close();
});

const credits = async (key: string) => (await shop.status(key)).one_shot_credits.reports;

test('an event that is delivered twice counts once', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, { pack: 'reports', quantity: 3 });
  const event = last('checkout.session.completed');
  for (const time of [1, 2]) {
    const [delivery] = await shop.standIn.deliveries.send(event);
    assert.deepEqual([delivery?.status, time, await credits(ann.key)], [200, time, 3]);
  }
  const lines = await shop.db.selectFrom('quota_ledger').selectAll().where('user_id', '=', ann.id).execute();
  assert.equal(lines.length, 1);
});

test('an event that is delivered to two processes at once, several times, counts once', async () => {
  const ann = await shop.user();
  const db = connect(shop.url);
  const second = await createApp({
    db,
    billing: billingOf(shop.standIn),
    now: shop.standIn.now,
    log: pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
  });
  const url = await second.listen({ host: '127.0.0.1', port: 0 });
  shop.standIn.deliveries.hold();
  await shop.buy(ann.key, { pack: 'reports', quantity: 3 });
  const to = [endpoint(), endpoint(url), endpoint(), endpoint(url), endpoint(), endpoint(url)];
  const answers = await shop.standIn.deliveries.send(last('checkout.session.completed'), { to });
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(await credits(ann.key), 3);
  await shop.standIn.deliveries.release();
  assert.equal(await credits(ann.key), 3);
  await second.close();
  await db.destroy();
});

test('the end of a trial is told by mail once, not when it was canceled', async () => {
  const mails: Mail[] = [];
  const trying = await startBilling({
    settings: { CYBORUX_STRIPE_TRIAL_DAYS: '14' },
    mailer: { send: (mail) => void mails.push(mail) },
  });
  try {
    const [ann, bea] = [await trying.user(), await trying.user()];
    await trying.buy(ann.key, MONTHLY);
    const { subscription } = await trying.buy(bea.key, MONTHLY);
    await trying.stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    await trying.pass(12);
    const told = trying.standIn.account.events.all().filter(({ type }) => type.endsWith('trial_will_end'));
    assert.ok(told.length > 0);
    for (const event of told) await trying.standIn.deliveries.send(event);
    assert.deepEqual(
      mails.map(({ to, link }) => [to, link]),
      [[`${ann.id}@example.com`, 'https://app.test/billing']],
    );
    assert.match(mails[0]?.text ?? '', /ends on 2027-03-24\./);
  } finally {
    await trying.close();
  }
});

test('events that come in the opposite order leave the same state', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  shop.standIn.deliveries.hold();
  await shop.stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
  await shop.stripe.subscriptions.update(subscription, { cancel_at_period_end: false });
  await shop.change(subscription, 'cyborux_vigilant_monthly');
  await shop.pass(32);
  await shop.standIn.deliveries.release((waiting) => waiting.toReversed());
  const status = await shop.status(ann.key);
  assert.deepEqual([status.user_type, status.subscription_status], ['vigilant', 'active']);
});

test('a refund whose event comes before that of its purchase is not forgotten', async () => {
  const ann = await shop.user();
  shop.standIn.deliveries.hold();
  const session = await shop.buy(ann.key, { pack: 'reports', quantity: 3 });
  await shop.refund(session);
  await shop.standIn.deliveries.release((waiting) => waiting.toReversed());
  assert.equal(await credits(ann.key), 0);
});

test('a subscription’s first events, in any order, late by months, lead to where Stripe is now', async () => {
  const ann = await shop.user();
  shop.standIn.deliveries.hold();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.pass(40);
  await shop.stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
  await shop.pass(60);
  await shop.standIn.deliveries.release((waiting) => waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  const status = await shop.status(ann.key);
  assert.deepEqual([status.user_type, status.subscription_status], ['basic', null]);
});

test('what was asked of Stripe earlier never replaces what was asked later', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  const { storeSubscription } = await import('../src/store/subscriptions.ts');
  const row = await shop.db
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', subscription)
    .executeTakeFirstOrThrow();
  const { disputed: _, holds_tier: __, ...facts } = row;
  const stale = { ...facts, status: 'past_due', updated_at: '2000-01-01T00:00:00Z' };
  await shop.db.transaction().execute((trx) => storeSubscription(trx, stale));
  assert.equal((await shop.status(ann.key)).subscription_status, 'active');
});

test('502: an event that cannot be looked into is not taken, and applied when it comes again', async () => {
  const ann = await shop.user();
  shop.standIn.deliveries.hold();
  await shop.buy(ann.key, MONTHLY);
  const event = last('customer.subscription.created');
  await shop.standIn.fail({ kind: 'error', status: 503 });
  const [failed] = await shop.standIn.deliveries.send(event);
  assert.equal(failed?.status, 502);
  assert.equal((await shop.status(ann.key)).user_type, 'basic');
  await shop.standIn.fail({ kind: 'none' });
  const [taken] = await shop.standIn.deliveries.send(event);
  assert.equal(taken?.status, 200);
  assert.equal((await shop.status(ann.key)).user_type, 'protect');
  await shop.standIn.deliveries.release();
});

test('events of strangers, of what is gone and of what is not ours are recorded and change nothing', async () => {
  const customer = await shop.stripe.customers.create({ email: 'stranger@example.com' });
  const { data } = await shop.stripe.prices.list({ lookup_keys: ['cyborux_protect_monthly'] });
  const session = await shop.stripe.checkout.sessions.create({
    customer: customer.id,
    mode: 'subscription',
    line_items: [{ price: data[0]?.id ?? '', quantity: 1 }],
    success_url: 'https://app.test/',
  });
  await shop.standIn.complete(session.id);
  const gone = await shop.standIn.fire('customer.subscription.updated', {
    id: 'sub_gone',
    object: 'subscription',
  });
  for (const event of [last('customer.subscription.created'), gone]) {
    const row = await shop.db
      .selectFrom('stripe_events')
      .select('outcome')
      .where('id', '=', event.id)
      .executeTakeFirst();
    assert.equal(row?.outcome, 'ignored');
  }
});

test('what Stripe changes is in the audit log', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, MONTHLY);
  await shop.buy(ann.key, { pack: 'reports' });
  const lines = await shop.db
    .selectFrom('audit_log')
    .select(['actor', 'act'])
    .where('subject', '=', ann.id)
    .where('actor', '=', 'stripe')
    .orderBy('id')
    .execute();
  assert.deepEqual(lines, [
    { actor: 'stripe', act: 'user.set_tier' },
    { actor: 'stripe', act: 'credits.purchase' },
  ]);
});
