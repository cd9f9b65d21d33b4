import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { ProblemError } from '../src/errors.ts';
import { balance } from '../src/store/quota.ts';
import { type BillingServer, startBilling } from './billing.ts';
import { startServer } from './server.ts';

/* The table of cases of docs/billing.md: each row a test of the same name. */

let shop: BillingServer;
before(async () => {
  shop = await startBilling();
});
after(() => shop.close());

const MONTHLY = { plan: 'protect', interval: 'monthly' };
const names: string[] = [];

function rule(name: string, run: () => Promise<void>): void {
  names.push(name);
  test(name, run);
}

/** Of the status, what the case is about. */
async function told(key: string) {
  const status = await shop.status(key);
  return [status.user_type, status.subscription_status, status.has_subscription];
}

const analyses = async (id: string) => (await balance(shop.db, { id }, shop.standIn.now())).analyses;

rule('a plan is bought', async () => {
  const ann = await shop.user();
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
  await shop.buy(ann.key, MONTHLY);
  const status = await shop.status(ann.key);
  const end = new Date(shop.standIn.now());
  end.setUTCMonth(end.getUTCMonth() + 1);
  assert.deepEqual(status, {
    user_type: 'protect',
    billing_interval: 'monthly',
    has_subscription: true,
    subscription_status: 'active',
    current_period_end: end.toISOString().replace('.000Z', 'Z'),
    one_shot_credits: { analyses: 0, reports: 0, deep_scans: 0 },
    usage: { analyses_used: 0, reports_used: 0, deep_scans_used: 0 },
  });
  assert.equal((await analyses(ann.id)).allowance, 5);
});

rule('a yearly plan is bought', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, { plan: 'vigilant', interval: 'yearly' });
  assert.equal((await shop.status(ann.key)).billing_interval, 'yearly');
  assert.equal((await analyses(ann.id)).allowance, 120);
});

rule('an upgrade in mid-period', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.run(ann.id, 'analyses', 4);
  const { current_period_end: end } = await shop.status(ann.key);
  await shop.pass(10);
  await shop.change(subscription, 'cyborux_vigilant_monthly');
  assert.deepEqual(await told(ann.key), ['vigilant', 'active', true]);
  const { allowance, used, remaining } = await analyses(ann.id);
  assert.deepEqual([allowance, used, remaining], [10, 4, 6]);
  assert.equal((await shop.status(ann.key)).current_period_end, end);
});

rule('a downgrade in mid-period', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, { plan: 'vigilant', interval: 'monthly' });
  await shop.run(ann.id, 'analyses', 7);
  await shop.change(subscription, 'cyborux_protect_monthly');
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
  const { allowance, used, remaining } = await analyses(ann.id);
  assert.deepEqual([allowance, used, remaining], [5, 7, 0]);
  await assert.rejects(shop.run(ann.id, 'analyses', 1), (error: ProblemError) => error.status === 429);
});

rule('a change from monthly to yearly', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.run(ann.id, 'analyses', 3);
  await shop.pass(1);
  await shop.change(subscription, 'cyborux_protect_yearly');
  const { allowance, used } = await analyses(ann.id);
  assert.deepEqual([allowance, used], [60, 0]);
  assert.equal((await shop.status(ann.key)).billing_interval, 'yearly');
});

rule('a renewal', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, MONTHLY);
  await shop.buy(ann.key, { pack: 'analyses', quantity: 2 });
  await shop.run(ann.id, 'analyses', 6);
  assert.equal((await shop.status(ann.key)).usage.analyses_used, 6);
  await shop.pass(32);
  const { usage, one_shot_credits } = await shop.status(ann.key);
  assert.deepEqual([usage.analyses_used, one_shot_credits.analyses], [0, 1]);
  assert.equal((await analyses(ann.id)).remaining, 5);
});

rule('a renewal while runs are in flight', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, MONTHLY);
  const [cause = ''] = await shop.run(ann.id, 'analyses', 1, true);
  await shop.pass(32);
  assert.equal((await analyses(ann.id)).remaining, 5);
  await shop.finish(cause);
  const { used, reserved, remaining } = await analyses(ann.id);
  assert.deepEqual([used, reserved, remaining], [0, 0, 5]);
});

rule('a pack is bought', async () => {
  const ann = await shop.user();
  await shop.buy(ann.key, { pack: 'deep_scans', quantity: 3 });
  const status = await shop.status(ann.key);
  assert.deepEqual(status, {
    user_type: 'basic',
    billing_interval: null,
    has_subscription: false,
    subscription_status: null,
    current_period_end: null,
    one_shot_credits: { analyses: 0, reports: 0, deep_scans: 3 },
    usage: { analyses_used: 0, reports_used: 0, deep_scans_used: 0 },
  });
  await shop.run(ann.id, 'deep_scans', 1);
  const after = await shop.status(ann.key);
  assert.deepEqual([after.one_shot_credits.deep_scans, after.usage.deep_scans_used], [2, 1]);
});

for (const succeeds of [true, false]) {
  rule(`a pack whose payment takes days ${succeeds ? 'succeeds' : 'fails'}`, async () => {
    const ann = await shop.user();
    const session = await shop.buy(ann.key, { pack: 'reports', quantity: 2 }, 'asynchronous');
    assert.equal((await shop.status(ann.key)).one_shot_credits.reports, 0);
    await shop.standIn.settle(session.id, succeeds);
    assert.equal((await shop.status(ann.key)).one_shot_credits.reports, succeeds ? 2 : 0);
  });
}

rule('a refund of a pack', async () => {
  const ann = await shop.user();
  const session = await shop.buy(ann.key, { pack: 'analyses', quantity: 5 });
  await shop.run(ann.id, 'analyses', 2);
  await shop.refund(session);
  assert.equal((await shop.status(ann.key)).one_shot_credits.analyses, 0);
  // What is bought later is not taken for what was used before.
  await shop.buy(ann.key, { pack: 'analyses', quantity: 3 });
  await shop.sync();
  assert.equal((await shop.status(ann.key)).one_shot_credits.analyses, 3);
});

rule('a refund of a part of a pack', async () => {
  const ann = await shop.user();
  const session = await shop.buy(ann.key, { pack: 'analyses', quantity: 4 });
  await shop.refund(session, 1200);
  assert.equal((await shop.status(ann.key)).one_shot_credits.analyses, 3);
  await shop.refund(session, 600);
  assert.equal((await shop.status(ann.key)).one_shot_credits.analyses, 3);
  await shop.refund(session);
  assert.equal((await shop.status(ann.key)).one_shot_credits.analyses, 0);
});

rule('a refund of a payment of a subscription', async () => {
  const ann = await shop.user();
  const bought = await shop.buy(ann.key, MONTHLY);
  const before = await shop.status(ann.key);
  await shop.stripe.refunds.create({ charge: await shop.chargeOf(bought) });
  await shop.standIn.deliveries.settled();
  assert.deepEqual(await shop.status(ann.key), before);
});

rule('a dispute over a subscription that is won', async () => {
  const ann = await shop.user();
  const dispute = await shop.standIn.openDispute(await shop.chargeOf(await shop.buy(ann.key, MONTHLY)));
  assert.deepEqual(await told(ann.key), ['protect', 'disputed', true]);
  assert.equal((await analyses(ann.id)).remaining, 5);
  await shop.standIn.closeDispute(dispute.id, 'won');
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
});

rule('a dispute over a subscription that is lost', async () => {
  const ann = await shop.user();
  const bought = await shop.buy(ann.key, MONTHLY);
  const dispute = await shop.standIn.openDispute(await shop.chargeOf(bought));
  await shop.standIn.closeDispute(dispute.id, 'lost');
  assert.deepEqual(await told(ann.key), ['protect', 'disputed', true]);
  await shop.standIn.end(bought.subscription, 'payment_disputed');
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
});

rule('a dispute over a pack', async () => {
  const ann = await shop.user();
  const bought = await shop.buy(ann.key, { pack: 'reports', quantity: 3 });
  await shop.run(ann.id, 'reports', 1);
  const dispute = await shop.standIn.openDispute(await shop.chargeOf(bought));
  assert.equal((await shop.status(ann.key)).one_shot_credits.reports, 0);
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
  await shop.standIn.closeDispute(dispute.id, 'won');
  assert.equal((await shop.status(ann.key)).one_shot_credits.reports, 2);
});

rule('a trial', async () => {
  const trying = await startBilling({ settings: { CYBORUX_STRIPE_TRIAL_DAYS: '14' } });
  try {
    const ann = await trying.user();
    const { subscription } = await trying.buy(ann.key, MONTHLY);
    assert.equal((await trying.status(ann.key)).subscription_status, 'trialing');
    assert.equal((await trying.status(ann.key)).user_type, 'protect');
    await trying.pass(15);
    assert.equal((await trying.status(ann.key)).subscription_status, 'active');
    const recorded = await trying.db.selectFrom('stripe_events').select(['type', 'outcome']).execute();
    assert.deepEqual(
      recorded.filter(({ type }) => type.endsWith('trial_will_end')),
      [{ type: 'customer.subscription.trial_will_end', outcome: 'applied' }],
    );
    await trying.stripe.subscriptions.cancel(subscription);
    await trying.standIn.deliveries.settled();
    const again = await trying.checkout(ann.key, MONTHLY);
    await trying.standIn.complete(again.id);
    assert.equal((await trying.status(ann.key)).subscription_status, 'active');
  } finally {
    await trying.close();
  }
});

rule('a trial that is canceled', async () => {
  const trying = await startBilling({ settings: { CYBORUX_STRIPE_TRIAL_DAYS: '14' } });
  try {
    const ann = await trying.user();
    const { subscription } = await trying.buy(ann.key, MONTHLY);
    await trying.stripe.subscriptions.cancel(subscription);
    await trying.standIn.deliveries.settled();
    assert.equal((await trying.status(ann.key)).user_type, 'basic');
  } finally {
    await trying.close();
  }
});

rule('a payment fails and is made good', async () => {
  const ann = await shop.user();
  const { customer } = await shop.buy(ann.key, MONTHLY);
  shop.standIn.declineCard(customer);
  await shop.pass(32);
  assert.deepEqual(await told(ann.key), ['protect', 'past_due', true]);
  assert.equal((await analyses(ann.id)).remaining, 5);
  shop.standIn.declineCard(customer, false);
  await shop.pass(4);
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
});

rule('a payment fails for good', async () => {
  const ann = await shop.user();
  const { customer, subscription } = await shop.buy(ann.key, MONTHLY);
  shop.standIn.declineCard(customer);
  await shop.pass(32 + 16);
  assert.equal((await shop.stripe.subscriptions.retrieve(subscription)).status, 'canceled');
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
});

rule('a subscription is canceled at the period’s end', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
  await shop.standIn.deliveries.settled();
  assert.deepEqual(await told(ann.key), ['protect', 'canceled', true]);
  assert.equal((await analyses(ann.id)).remaining, 5);
  await shop.pass(32);
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
  assert.equal((await shop.status(ann.key)).current_period_end, null);
});

rule('a subscription is canceled at once', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.pass(3);
  await shop.stripe.subscriptions.cancel(subscription);
  await shop.standIn.deliveries.settled();
  assert.deepEqual(await told(ann.key), ['protect', 'canceled', true]);
  // No event comes when the paid time is over.
  await shop.pass(32);
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
  await shop.endTiers();
  assert.equal((await balance(shop.db, ann, shop.standIn.now())).tier, 'basic');
});

rule('a cancellation is taken back', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  for (const cancel of [true, false]) {
    await shop.stripe.subscriptions.update(subscription, { cancel_at_period_end: cancel });
    await shop.standIn.deliveries.settled();
  }
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
});

rule('the operator makes a subscriber enterprise', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, MONTHLY);
  await shop.db.updateTable('users').set({ tier: 'enterprise' }).where('id', '=', ann.id).execute();
  await shop.stripe.subscriptions.cancel(subscription);
  await shop.pass(40);
  await shop.endTiers();
  assert.deepEqual(await told(ann.key), ['enterprise', null, false]);
});

rule('enterprise without Stripe', async () => {
  const ann = await shop.user('enterprise');
  assert.deepEqual(await shop.status(ann.key), {
    user_type: 'enterprise',
    billing_interval: null,
    has_subscription: false,
    subscription_status: null,
    current_period_end: null,
    one_shot_credits: { analyses: 0, reports: 0, deep_scans: 0 },
    usage: { analyses_used: 0, reports_used: 0, deep_scans_used: 0 },
  });
});

rule('a price is replaced while people subscribe to it', async () => {
  const ann = await shop.user();
  const { subscription } = await shop.buy(ann.key, { plan: 'vigilant', interval: 'monthly' });
  const { data } = await shop.stripe.prices.list({ lookup_keys: ['cyborux_vigilant_monthly'] });
  await shop.stripe.prices.update(data[0]?.id ?? '', { lookup_key: '' });
  const stored = shop.standIn.account.subscriptions.get(subscription).items.data[0];
  if (stored) stored.price.lookup_key = null;
  await shop.pass(32);
  assert.deepEqual(await told(ann.key), ['vigilant', 'active', true]);
  await shop.stripe.prices.update(data[0]?.id ?? '', { lookup_key: 'cyborux_vigilant_monthly' });
});

rule('a subscriber is deleted', async () => {
  const [ann, operator] = [await shop.user(), await shop.user()];
  await shop.db.updateTable('users').set({ is_operator: true }).where('id', '=', operator.id).execute();
  const bought = await shop.buy(ann.key, MONTHLY);
  const page = await shop.checkout(ann.key, { pack: 'reports', quantity: 1 });
  const remove = () => shop.ask('DELETE', `/api/admin/users/${ann.id}`, { key: operator.key });
  const atStripe = async () => (await shop.stripe.subscriptions.retrieve(bought.subscription)).status;

  const free = await startServer({ db: shop.db });
  const refused = await free.ask('DELETE', `/api/admin/users/${ann.id}`, { key: operator.key });
  await free.close();
  assert.deepEqual([refused.status, refused.body.code], [409, 'subscription_running']);

  await shop.standIn.fail({ kind: 'error', status: 500 });
  assert.equal((await remove()).status, 502);
  await shop.standIn.fail({ kind: 'none' });
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);

  // The answer to the cancellation is lost: it was done, and the next try finds it so.
  await shop.standIn.fail({ kind: 'lost' }, { path: /subscriptions\/sub_/, times: 1 });
  assert.equal((await remove()).status, 204);
  await shop.standIn.fail({ kind: 'none' });
  assert.equal(await atStripe(), 'canceled');
  assert.equal((await shop.stripe.checkout.sessions.retrieve(page.id)).status, 'expired');
  assert.equal((await shop.ask('GET', '/api/user/me', { key: ann.key })).status, 401);
  assert.equal((await remove()).status, 404);
});

rule('events were lost', async () => {
  const ann = await shop.user();
  const bea = await shop.user();
  shop.standIn.deliveries.hold();
  await shop.buy(ann.key, MONTHLY);
  const pack = await shop.buy(bea.key, { pack: 'reports', quantity: 4 });
  await shop.refund(pack, 600);
  await shop.db.updateTable('users').set({ stripe_customer_id: null }).where('id', '=', bea.id).execute();
  assert.deepEqual(await told(ann.key), ['basic', null, false]);
  const report = await shop.sync();
  assert.equal(report.linked, 1);
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
  assert.equal((await shop.status(bea.key)).one_shot_credits.reports, 3);
  await shop.standIn.deliveries.release();
  assert.equal((await shop.status(bea.key)).one_shot_credits.reports, 3);
  assert.deepEqual(await told(ann.key), ['protect', 'active', true]);
});

test('docs/billing.md tells of every case, and of no other', () => {
  const text = readFileSync(new URL('../../../docs/billing.md', import.meta.url), 'utf8');
  const table = /<!-- cases -->\n([\s\S]*?)<!-- \/cases -->/.exec(text)?.[1] ?? '';
  const rows = [...table.matchAll(/^\| (?!case |-)(.+?) +\|/gm)].map(([, name]) => name);
  assert.deepEqual(rows.sort(), names.toSorted());
});
