import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createApp } from '../src/app.ts';
import { connect } from '../src/db/connect.ts';
import { type BillingServer, billingOf, startBilling } from './billing.ts';
import { makeKey } from './server.ts';

let shop: BillingServer;
before(async () => {
  shop = await startBilling({ timeoutMs: 300 });
});
after(() => shop.close());
beforeEach(() => shop.standIn.fail({ kind: 'none' }));

const MONTHLY = { plan: 'protect', interval: 'monthly' };
const start = (key: string, wish: object = MONTHLY) => shop.post('create-checkout-session', key, wish);
const openSessions = (customer: string) =>
  shop.standIn.account.sessions.all().filter((each) => each.customer === customer && each.status === 'open');

async function customerOf(id: string): Promise<string> {
  const { stripe_customer_id: customer } = await shop.db
    .selectFrom('users')
    .select('stripe_customer_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.ok(customer);
  return customer;
}

test('a checkout has the plan, the customer and the way back', async () => {
  const ann = await shop.user();
  const { status, body } = await start(ann.key);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['url', 'session_id']);
  const session = await shop.stripe.checkout.sessions.retrieve(body.session_id, { expand: ['customer'] });
  assert.equal(session.url, body.url);
  assert.equal(session.client_reference_id, ann.id);
  assert.equal(
    session.success_url,
    'https://app.test/billing?checkout=done&session_id={CHECKOUT_SESSION_ID}',
  );
  assert.deepEqual((session.customer as { metadata?: object }).metadata, { user_id: ann.id });
});

for (const [what, wish] of [
  ['nothing', {}],
  ['a plan and a pack', { plan: 'protect', pack: 'reports' }],
  ['a plan by quantity', { plan: 'protect', quantity: 2 }],
  ['a pack by interval', { pack: 'reports', interval: 'monthly' }],
  ['no such plan', { plan: 'enterprise' }],
  ['no such pack', { pack: 'seats' }],
  ['a quantity of none', { pack: 'reports', quantity: 0 }],
  ['a quantity beyond measure', { pack: 'reports', quantity: 101 }],
] as const) {
  test(`400: ${what}`, async () => {
    const answer = await start((await shop.user()).key, wish);
    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_body'], answer.text);
  });
}

test('five checkouts in sixty seconds and no more, counted across processes, and again after a minute', async () => {
  const ann = await shop.user();
  const second = await startSecond();
  const tries = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? start(ann.key, { pack: 'reports' }) : second.start(ann.key, { pack: 'reports' }),
    ),
  );
  await second.close();
  const statuses = tries.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [...Array(5).fill(200), ...Array(7).fill(429)]);
  const refused = await start(ann.key);
  assert.equal(refused.body.code, 'too_many_checkouts');
  assert.match(String(refused.headers.get('retry-after')), /^(?:[1-9]|[1-5]\d|60)$/);
  assert.equal((await start((await shop.user()).key)).status, 200, 'another user is not concerned');
  await shop.pass(61 / 86_400);
  assert.equal((await start(ann.key)).status, 200);
});

/** A second process of the same service. */
async function startSecond() {
  const db = connect(shop.url);
  const app = await createApp({
    db,
    billing: billingOf(shop.standIn),
    now: shop.standIn.now,
    log: (await import('pino')).pino({ level: 'silent' }),
    version: '0',
    queue: { send: assert.fail },
    notifications: { subscribe: assert.fail },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async start(key: string, wish: object) {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const response = await fetch(`${url}/api/stripe/create-checkout-session`, {
        method: 'POST',
        headers,
        body: JSON.stringify(wish),
      });
      return { status: response.status };
    },
    async close() {
      await app.close();
      await db.destroy();
    },
  };
}

test('one customer per user, however many tabs ask at once', async () => {
  const ann = await shop.user();
  const answers = await Promise.all(Array.from({ length: 5 }, () => start(ann.key)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(5).fill(200),
  );
  const ours = shop.standIn.account.customers.all().filter(({ metadata }) => metadata.user_id === ann.id);
  assert.equal(ours.length, 1);
  assert.equal(await customerOf(ann.id), ours[0]?.id);
});

test('of the pages that are open for a plan only one can be paid on', async () => {
  const ann = await shop.user();
  await Promise.all([start(ann.key), start(ann.key), start(ann.key, { plan: 'vigilant' })]);
  await start(ann.key, { pack: 'reports' });
  const open = openSessions(await customerOf(ann.id));
  assert.deepEqual(open.map(({ mode }) => mode).sort(), ['payment', 'subscription']);
});

for (const [state, prepare] of [
  ['active', async () => undefined],
  [
    'past_due',
    async (customer: string) => {
      shop.standIn.declineCard(customer);
      await shop.pass(32);
    },
  ],
] as const) {
  test(`409: a second subscription while one is ${state}; the portal is offered, packs are sold`, async () => {
    const ann = await shop.user();
    const { customer } = await shop.buy(ann.key, MONTHLY);
    await prepare(customer);
    const answer = await start(ann.key, { plan: 'vigilant', interval: 'yearly' });
    assert.deepEqual([answer.status, answer.body.code], [409, 'already_subscribed']);
    assert.match(answer.body.detail, /create-portal-session/);
    assert.equal((await start(ann.key, { pack: 'reports' })).status, 200);
    const portal = await shop.post('create-portal-session', ann.key, {});
    assert.deepEqual([portal.status, Object.keys(portal.body)], [200, ['url']]);
  });
}

test('409: a second subscription, also while the word of the first is still on its way', async () => {
  const ann = await shop.user();
  shop.standIn.deliveries.hold();
  await shop.buy(ann.key, MONTHLY);
  assert.equal((await start(ann.key)).body.code, 'already_subscribed');
  await shop.standIn.deliveries.release();
});

test('a subscription that has ended leaves room for another one', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.stripe.subscriptions.cancel(subscription);
  await shop.standIn.deliveries.settled();
  await shop.buy(ann.key, { plan: 'vigilant', interval: 'yearly' });
  assert.equal((await shop.status(ann.key)).user_type, 'vigilant');
});

test('409: a plan for someone whose tier is enterprise, a portal for someone who bought nothing', async () => {
  const boss = await shop.user('enterprise');
  assert.equal((await start(boss.key)).body.code, 'enterprise_tier');
  assert.equal((await start(boss.key, { pack: 'reports' })).status, 200);
  const ann = await shop.user();
  assert.equal((await shop.post('create-portal-session', ann.key, {})).body.code, 'no_customer');
});

test('403: a key without the scope `billing` sees the status and buys nothing', async () => {
  const ann = await shop.user();
  const { secret } = await makeKey(shop.db, ann.id, ['read', 'analyze', 'admin']);
  assert.equal((await start(secret)).body.code, 'missing_scope');
  assert.equal((await shop.post('create-portal-session', secret, {})).body.code, 'missing_scope');
  assert.equal((await shop.status(secret)).user_type, 'basic');
});

test('the plans with Stripe’s prices, read once in five minutes', async () => {
  const ann = await shop.user();
  await shop.pass(1);
  const read = () => shop.standIn.calls.filter(({ path }) => path === '/v1/prices').length;
  const before = read();
  const { body } = await shop.ask('GET', '/api/plans', { key: ann.key });
  await shop.ask('GET', '/api/plans', { key: ann.key });
  assert.equal(read() - before, 1);
  assert.deepEqual(body.plans[1], {
    plan: 'protect',
    interval: 'yearly',
    amount: 49_000,
    currency: 'eur',
    allowance: { analyses: 60, reports: 60, deep_scans: 180 },
  });
  assert.deepEqual(body.packs[0], { pack: 'analyses', credits: 1, amount: 1200, currency: 'eur' });
  assert.deepEqual([body.plans.length, body.packs.length], [4, 3]);
  await shop.pass(1);
  await shop.ask('GET', '/api/plans', { key: ann.key });
  assert.equal(read() - before, 2);
});

describe('Stripe in trouble', () => {
  for (const fault of [
    { kind: 'refused' },
    { kind: 'slow', ms: 3000 },
    { kind: 'error', status: 500 },
    { kind: 'error', status: 503 },
    { kind: 'rate-limited' },
  ] as const) {
    const name = 'status' in fault ? `${fault.kind} ${fault.status}` : fault.kind;
    test(`502: ${name}; nothing is half-done, and it can be tried again`, async () => {
      const ann = await shop.user();
      await shop.pass(1);
      await shop.standIn.fail(fault);
      const asked = [start(ann.key), shop.ask('GET', '/api/plans', { key: ann.key })];
      for (const answer of await Promise.all(asked)) {
        assert.deepEqual([answer.status, answer.body.code], [502, 'stripe_unavailable'], answer.text);
        assert.equal(
          answer.body.detail,
          'Stripe does not answer: nothing was changed, try again in a moment.',
        );
      }
      const rows = await shop.db.selectFrom('checkouts').selectAll().where('user_id', '=', ann.id).execute();
      assert.deepEqual(rows, []);
      await shop.standIn.fail({ kind: 'none' });
      assert.equal((await start(ann.key)).status, 200);
      const status = await shop.status(ann.key);
      assert.equal(status.user_type, 'basic');
    });
  }

  test('the status is told without Stripe', async () => {
    const ann = await shop.user();
    await shop.buy(ann.key, MONTHLY);
    await shop.standIn.fail({ kind: 'refused' });
    assert.equal((await shop.status(ann.key)).user_type, 'protect');
  });

  test('an answer that is lost on its way is asked for again under the same key, and made once', async () => {
    const ann = await shop.user();
    await shop.standIn.fail({ kind: 'lost' }, { times: 1, path: /customers/ });
    assert.equal((await start(ann.key)).status, 200);
    await shop.standIn.fail({ kind: 'lost' }, { times: 1, path: /checkout\/sessions$/ });
    assert.equal((await start(ann.key, { pack: 'reports' })).status, 200);
    const ours = shop.standIn.account.customers.all().filter(({ metadata }) => metadata.user_id === ann.id);
    assert.equal(ours.length, 1);
    assert.equal(openSessions(await customerOf(ann.id)).length, 2);
    const posts = shop.standIn.calls.filter(({ method }) => method === 'POST');
    assert.ok(posts.every(({ idempotencyKey }) => idempotencyKey !== null));
  });
});

describe('503', () => {
  test('a key that Stripe does not take', async () => {
    const server = await startBilling({ settings: { CYBORUX_STRIPE_SECRET_KEY: 'sk_test_of_another' } });
    const answer = await server.ask('GET', '/api/plans', { key: (await server.user()).key });
    assert.deepEqual([answer.status, answer.body.code], [503, 'stripe_not_configured']);
    await server.close();
  });

  test('no price under the lookup key', async () => {
    const server = await startBilling({ settings: { CYBORUX_STRIPE_PRICE_PROTECT_MONTHLY: 'nowhere' } });
    const { key } = await server.user();
    const answer = await server.post('create-checkout-session', key, MONTHLY);
    assert.deepEqual([answer.status, answer.body.code], [503, 'price_not_configured']);
    assert.match(answer.body.detail, /nowhere/);
    await server.close();
  });
});
