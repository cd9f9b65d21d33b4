import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../src/db/schema.ts';
import { type TestDatabase, testDatabase } from '../src/db/test-database.ts';
import { ProblemError } from '../src/errors.ts';
import { addCredits, balance, reserve, settle } from '../src/store/quota.ts';
import * as model from './quota-model.ts';
import { FEATURES, type Model, type Operation } from './quota-model.ts';

/*
 * An interleaving: one operation, at the place that fast-check drew for it among those of the user's runs, the workers
 * that settle them, the shop, the operator, and the calendar. Its answer is compared with the model's; the whole balance
 * is at each look and at the end. A history runs in a transaction of its own, several histories at once.
 */
const INTERLEAVINGS = 100_000;
const LANES = 4;

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

interface Ledger {
  trx: Transaction<Database>;
  userId: string;
}

async function insertUser(trx: Transaction<Database>): Promise<string> {
  const id = randomUUID();
  const created_at = new Date(model.CREATED);
  await trx.insertInto('users').values({ id, name: 'Ann', tier: 'basic', created_at }).execute();
  return id;
}

const setUser = ({ trx, userId }: Ledger, { tier, quota }: Pick<Model, 'tier' | 'quota'>) =>
  trx
    .updateTable('users')
    .set({ tier, custom_quota: quota && JSON.stringify(quota) })
    .where('id', '=', userId)
    .execute();

/** Writes the subscription as Stripe's events would, and the tier that it gives unless the operator gave another. */
async function writeSubscription(ledger: Ledger, state: Model, ended = false): Promise<void> {
  const { subscription } = state;
  assert.ok(subscription);
  const row = {
    tier: subscription.tier,
    billing_interval: subscription.months === 12 ? ('yearly' as const) : ('monthly' as const),
    status: ended ? 'canceled' : 'active',
    current_period_start: new Date(subscription.start),
    current_period_end: new Date(ended ? state.now : subscription.end),
    cancel_at_period_end: subscription.cancels,
  };
  const id = `sub_${ledger.userId}_${subscription.id}`;
  await ledger.trx
    .insertInto('subscriptions')
    .values({ id, user_id: ledger.userId, created_at: new Date(state.now), ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  if (ended) state.subscription = null;
  if (state.tier === 'enterprise') return;
  state.tier = ended ? 'basic' : subscription.tier;
  await setUser(ledger, state);
}

const runCause = ({ userId }: Ledger, run: number) => `run:${userId}:${run}`;

async function apply(ledger: Ledger, state: Model, operation: Operation): Promise<void> {
  const { trx, userId } = ledger;
  const now = () => new Date(state.now);
  switch (operation.does) {
    case 'start': {
      const cause = runCause(ledger, state.runs.length);
      const expected = model.start(state, operation.feature);
      const answer = await reserve(trx, userId, operation.feature, cause, now()).then(
        () => 'accepted' as const,
        (error) => {
          if (error instanceof ProblemError) return error.status;
          throw error;
        },
      );
      assert.equal(answer, expected);
      return;
    }
    case 'settle': {
      const index = operation.run % Math.max(1, state.runs.length);
      const run = state.runs[index];
      if (run) model.settle(state, run, operation.outcome);
      await settle(trx, runCause(ledger, index), operation.outcome, now());
      return;
    }
    case 'credits': {
      const { entry, feature, amount } = operation;
      const expected = model.enterCredits(state, operation);
      const cause = `${userId}:${operation.cause}`;
      assert.equal(await addCredits(trx, { userId, feature, amount, entry, cause, now: now() }), expected);
      return;
    }
    case 'subscribe':
      if (model.currentOf(state)) return;
      model.subscribe(state, operation.tier, operation.months);
      return writeSubscription(ledger, state);
    case 'change plan':
      if (!state.subscription) return;
      state.subscription.tier = operation.tier;
      return writeSubscription(ledger, state);
    case 'renew': {
      const { subscription } = state;
      if (!subscription || subscription.cancels || state.now < subscription.end) return;
      subscription.start = subscription.end;
      subscription.end = model.addMonths(subscription.start, subscription.months);
      return writeSubscription(ledger, state);
    }
    case 'cancel at the end':
      if (!model.currentOf(state) || !state.subscription) return;
      // Stripe renews before it is told to cancel: there is no end to come that is past.
      if (state.now >= state.subscription.end) return;
      state.subscription.cancels = true;
      return writeSubscription(ledger, state);
    case 'end':
      if (state.subscription) await writeSubscription(ledger, state, true);
      return;
    case 'set tier':
      state.tier = operation.tier;
      state.quota = operation.quota;
      await setUser(ledger, state);
      return;
    case 'wait':
      return model.wait(state, operation.hours);
    case 'look':
      return look(ledger, state);
  }
}

async function look({ trx, userId }: Ledger, state: Model): Promise<void> {
  const { period, tier, ...sums } = await balance(trx, { id: userId }, new Date(state.now));
  const { start, end } = model.periodOf(state);
  assert.deepEqual(
    [tier, period],
    [state.tier, { start: new Date(start).toISOString(), end: new Date(end).toISOString() }],
  );
  for (const feature of FEATURES) {
    const allowance = model.allowanceIn(state, feature);
    const { used, held } = model.takenIn(state, feature, start);
    assert.deepEqual(sums[feature], {
      allowance,
      used,
      reserved: held,
      remaining: allowance === null ? null : Math.max(0, allowance - used - held),
      credits: state.credits[feature],
    });
    for (const value of Object.values(sums[feature])) assert.ok(value === null || value >= 0);
  }
}

test('the ledger does what the model does, over 100,000 interleavings', async (t) => {
  let done = 0;
  const history = fc.array(model.operation, { minLength: 1, maxLength: 200, size: 'max' });
  const lane = async () => {
    while (done < INTERLEAVINGS) {
      await fc.assert(
        fc.asyncProperty(history, (operations) =>
          database.db.transaction().execute(async (trx) => {
            const ledger = { trx, userId: await insertUser(trx) };
            const state = model.newModel();
            for (const operation of operations) await apply(ledger, state, operation);
            await look(ledger, state);
            done += operations.length;
          }),
        ),
        { numRuns: 20 },
      );
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  t.diagnostic(`${done} operations`);
});

test('read line by line, no balance in the ledger was ever negative', async () => {
  const { rows } = await sql<{ lines: number; least: number }>`
    select count(*)::int as lines, min(least(credits, held, used))::int as least from (
      select
        sum(case when pool = 'credits' then granted - used - reserved else 0 end) over line as credits,
        sum(reserved) over line as held, sum(used) over line as used
      from quota_ledger
      window line as (partition by user_id, feature, pool, period_start order by id)
    ) as running
  `.execute(database.db);
  assert.ok((rows[0]?.lines ?? 0) > INTERLEAVINGS / 4, `${rows[0]?.lines} lines`);
  assert.equal(rows[0]?.least, 0);
});
