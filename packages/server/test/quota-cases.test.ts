import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Insertable } from 'kysely';
import { endAndSettle } from '../src/actions/end-analysis.ts';
import { startAnalysis } from '../src/actions/start-analysis.ts';
import type { Database, Tier } from '../src/db/schema.ts';
import { type TestDatabase, testDatabase } from '../src/db/test-database.ts';
import { ProblemError } from '../src/errors.ts';
import type { EndState } from '../src/store/analyses.ts';
import { addCredits, balance, type CreditEntry, reserve, settle } from '../src/store/quota.ts';
import { deleteUser } from '../src/store/users.ts';

/* The cases of docs/billing.md, "Quota cases": one test each, by the same name. */

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const names: string[] = [];
function quotaCase(name: string, run: () => Promise<void>): void {
  names.push(name);
  test(name, run);
}

type Row = Insertable<Database['subscriptions']>;

/** Subscribed on March 10; the account is of January 17. */
async function subscriber(tier: Tier, changes: Partial<Row> = {}) {
  const { db } = database;
  const userId = randomUUID();
  const id = `sub_${userId}`;
  await db
    .insertInto('users')
    .values({ id: userId, name: 'Ann', tier, created_at: '2026-01-17T10:00:00Z' })
    .execute();
  const subscription: Row = {
    id,
    user_id: userId,
    tier: tier === 'vigilant' ? 'vigilant' : 'protect',
    billing_interval: 'monthly',
    status: 'active',
    current_period_start: '2026-03-10T08:00:00Z',
    current_period_end: '2026-04-10T08:00:00Z',
    created_at: '2026-03-10T08:00:00Z',
    ...changes,
  };
  if (tier === 'protect' || tier === 'vigilant') {
    await db.insertInto('subscriptions').values(subscription).execute();
  }
  const at = (day: string) => new Date(day.length === 5 ? `2026-${day}T12:00:00Z` : day);
  const credits = (
    entry: CreditEntry['entry'],
    amount: number,
    { day = '03-11', cause = randomUUID() as string } = {},
  ) =>
    db
      .transaction()
      .execute((trx) => addCredits(trx, { userId, feature: 'analyses', amount, entry, cause, now: at(day) }));
  return {
    userId,
    credits,
    stripe: (told: Partial<Row>) => db.updateTable('subscriptions').set(told).where('id', '=', id).execute(),
    set: (columns: Partial<Insertable<Database['users']>>) =>
      db.updateTable('users').set(columns).where('id', '=', userId).execute(),
    /** @returns the causes of what was accepted; a refusal is thrown */
    async start(count: number, day: string): Promise<string[]> {
      const causes = Array.from({ length: count }, () => randomUUID());
      for (const cause of causes) {
        await db.transaction().execute((trx) => reserve(trx, userId, 'analyses', cause, at(day)));
      }
      return causes;
    },
    end: async (causes: string[], outcome: 'charge' | 'release', day: string) => {
      for (const cause of causes) {
        await db.transaction().execute((trx) => settle(trx, cause, outcome, at(day)));
      }
    },
    async look(day: string) {
      const { period, analyses } = await balance(db, { id: userId }, at(day));
      const { start, end } = period;
      return { ...analyses, period: `${start.slice(5, 10)} to ${end.slice(5, 10)}` };
    },
  };
}

const refused = (status: number, detail: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ProblemError);
  assert.equal(error.status, status);
  assert.match(error.message, detail);
  return true;
};

quotaCase('upgrade in mid-period', async () => {
  const ann = await subscriber('protect');
  await ann.end(await ann.start(4, '03-11'), 'charge', '03-11');
  await ann.start(1, '03-12');
  await ann.stripe({ tier: 'vigilant' });
  await ann.set({ tier: 'vigilant' });
  assert.deepEqual(await ann.look('03-13'), {
    ...{ allowance: 10, used: 4, reserved: 1, remaining: 5, credits: 0, period: '03-10 to 04-10' },
  });
});

quotaCase('downgrade in mid-period', async () => {
  const ann = await subscriber('vigilant');
  await ann.end(await ann.start(6, '03-11'), 'charge', '03-11');
  const running = await ann.start(1, '03-11');
  await ann.stripe({ tier: 'protect' });
  await ann.set({ tier: 'protect' });
  assert.deepEqual(await ann.look('03-13'), {
    ...{ allowance: 5, used: 6, reserved: 1, remaining: 0, credits: 0, period: '03-10 to 04-10' },
  });
  await assert.rejects(ann.start(1, '03-13'), refused(429, /renews on 2026-04-10\.$/));
  await ann.end(running, 'charge', '03-13');
  assert.equal((await ann.look('03-13')).used, 7);
  await ann.credits('purchase', 1);
  await ann.start(1, '03-13');
});

quotaCase('change from monthly to yearly', async () => {
  const ann = await subscriber('protect');
  await ann.end(await ann.start(5, '03-11'), 'charge', '03-11');
  await ann.stripe({
    billing_interval: 'yearly',
    current_period_start: '2026-03-20T08:00:00Z',
    current_period_end: '2027-03-20T08:00:00Z',
  });
  assert.deepEqual(await ann.look('03-21'), {
    ...{ allowance: 60, used: 0, reserved: 0, remaining: 60, credits: 0, period: '03-20 to 03-20' },
  });
});

quotaCase('change from yearly to monthly', async () => {
  const ann = await subscriber('protect', {
    billing_interval: 'yearly',
    current_period_end: '2027-03-10T08:00:00Z',
  });
  await ann.end(await ann.start(9, '03-11'), 'charge', '03-11');
  await ann.stripe({
    billing_interval: 'monthly',
    current_period_start: '2026-03-20T08:00:00Z',
    current_period_end: '2026-04-20T08:00:00Z',
  });
  assert.deepEqual(await ann.look('03-21'), {
    ...{ allowance: 5, used: 0, reserved: 0, remaining: 5, credits: 0, period: '03-20 to 04-20' },
  });
});

quotaCase('yearly subscription', async () => {
  const ann = await subscriber('protect', {
    billing_interval: 'yearly',
    current_period_end: '2027-03-10T08:00:00Z',
  });
  await ann.end(await ann.start(60, '03-11'), 'charge', '03-11');
  await assert.rejects(
    ann.start(1, '09-11'),
    refused(429, /^Your 60 analyses of this year are used up: the allowance renews on 2027-03-10\.$/),
  );
});

quotaCase('trial', async () => {
  const ann = await subscriber('protect', {
    ...{ billing_interval: 'yearly', status: 'trialing' },
    current_period_end: '2026-03-24T08:00:00Z',
  });
  const { allowance, period } = await ann.look('03-11');
  assert.deepEqual({ allowance, period }, { allowance: 5, period: '03-10 to 03-24' });
});

quotaCase('renewal while runs are in flight', async () => {
  const ann = await subscriber('protect');
  const [charged = '', released = ''] = await ann.start(2, '04-09');
  await ann.stripe({
    current_period_start: '2026-04-10T08:00:00Z',
    current_period_end: '2026-05-10T08:00:00Z',
  });
  await ann.end([charged], 'charge', '04-11');
  await ann.end([released], 'release', '04-11');
  const { used, reserved, remaining } = await ann.look('04-11');
  assert.deepEqual([used, reserved, remaining], [0, 0, 5]);
  await ann.stripe({
    current_period_start: '2026-03-10T08:00:00Z',
    current_period_end: '2026-04-10T08:00:00Z',
  });
  assert.equal((await ann.look('04-09')).used, 1);
});

quotaCase('renewal that is told late', async () => {
  const ann = await subscriber('protect');
  await ann.end(await ann.start(5, '04-09'), 'charge', '04-09');
  await ann.start(2, '04-11');
  const before = await ann.look('04-11');
  await ann.stripe({
    current_period_start: '2026-04-10T08:00:00Z',
    current_period_end: '2026-05-10T08:00:00Z',
  });
  assert.deepEqual(await ann.look('04-11'), before);
  assert.deepEqual([before.reserved, before.period], [2, '04-10 to 05-10']);
});

quotaCase('payment past due', async () => {
  const ann = await subscriber('protect', { status: 'past_due' });
  await ann.start(5, '03-11');
  await assert.rejects(ann.start(1, '03-11'), refused(429, /renews on 2026-04-10/));
});

quotaCase('dispute', async () => {
  const ann = await subscriber('protect', { disputed: true });
  await ann.start(1, '03-11');
  assert.equal((await ann.look('03-11')).remaining, 4);
});

quotaCase('cancellation to the end of the period', async () => {
  const ann = await subscriber('protect', { cancel_at_period_end: true });
  await ann.start(5, '03-11');
  await assert.rejects(
    ann.start(1, '03-11'),
    refused(429, /used up: your subscription ends on 2026-04-10\.$/),
  );
});

quotaCase('end of a subscription that is told late', async () => {
  const ann = await subscriber('protect', { cancel_at_period_end: true, holds_tier: true });
  await ann.start(1, '04-09');
  await assert.rejects(ann.start(1, '04-11'), refused(403, /does not include analyses/));
  assert.equal((await ann.look('04-11')).allowance, 0);
});

quotaCase('tier that the operator sets without a subscription', async () => {
  const ann = await subscriber('basic');
  await ann.set({ tier: 'vigilant' });
  const { allowance, period } = await ann.look('03-20');
  assert.deepEqual([allowance, period], [10, '03-17 to 04-17']);
});

quotaCase('end of a subscription while runs are in flight', async () => {
  const ann = await subscriber('protect');
  const running = await ann.start(2, '04-09');
  await ann.stripe({ status: 'canceled', current_period_end: '2026-04-10T08:00:00Z' });
  await ann.set({ tier: 'basic' });
  await ann.end(running, 'charge', '04-11');
  await assert.rejects(ann.start(1, '04-11'), refused(403, /Your tier \(basic\) does not include analyses/));
  assert.deepEqual(await ann.look('04-11'), {
    ...{ allowance: 0, used: 0, reserved: 0, remaining: 0, credits: 0, period: '03-17 to 04-17' },
  });
});

quotaCase('credits beside a subscription', async () => {
  const ann = await subscriber('protect');
  await ann.credits('purchase', 2);
  await ann.end(await ann.start(6, '03-11'), 'charge', '03-11');
  const { used, credits } = await ann.look('03-12');
  assert.deepEqual([used, credits], [5, 1]);
  await ann.start(1, '04-11');
  assert.deepEqual([(await ann.look('04-11')).remaining, (await ann.look('04-11')).credits], [4, 1]);
});

quotaCase('credits without a subscription', async () => {
  const bob = await subscriber('basic');
  await bob.credits('purchase', 1);
  await bob.start(1, '05-11');
  await assert.rejects(bob.start(1, '05-11'), refused(403, /no credits/));
});

quotaCase('purchase that is told twice', async () => {
  const bob = await subscriber('basic');
  const tell = () => bob.credits('purchase', 5, { cause: 'cs_twice' });
  assert.deepEqual((await Promise.all([tell(), tell(), tell()])).sort(), [0, 0, 5]);
  assert.equal((await bob.look('03-11')).credits, 5);
});

quotaCase('refund of credits that are partly used', async () => {
  const bob = await subscriber('basic');
  await bob.credits('purchase', 5);
  await bob.end(await bob.start(2, '03-11'), 'charge', '03-11');
  const refund = () => bob.credits('refund', 5, { cause: 're_partly' });
  assert.deepEqual([await refund(), await refund()], [-3, 0]);
  assert.equal((await bob.look('03-11')).credits, 0);
});

quotaCase('refund while a credit is held', async () => {
  const bob = await subscriber('basic');
  await bob.credits('purchase', 2);
  const running = await bob.start(1, '03-11');
  assert.equal(await bob.credits('refund', 2), -1);
  await bob.end(running, 'release', '03-11');
  assert.equal((await bob.look('03-11')).credits, 1);
});

quotaCase('custom quota that the operator changes in mid-period', async () => {
  const eve = await subscriber('enterprise');
  const quota = (analyses: number | null) =>
    eve.set({ custom_quota: JSON.stringify({ analyses, reports: 0, deep_scans: 0 }) });
  await quota(2);
  await eve.start(2, '03-18');
  await assert.rejects(eve.start(1, '03-18'), refused(429, /Your 2 analyses of this month/));
  await quota(3);
  await eve.start(1, '03-18');
  await quota(1);
  assert.equal((await eve.look('03-18')).remaining, 0);
  await quota(null);
  await eve.start(10, '03-18');
});

quotaCase('period that the operator sets', async () => {
  const ann = await subscriber('enterprise');
  assert.equal((await ann.look('03-20')).period, '03-17 to 04-17');
  await ann.set({ period_anchor: '2026-03-01T00:00:00Z' });
  assert.equal((await ann.look('03-20')).period, '03-01 to 04-01');
});

quotaCase('tier enterprise while a subscription runs', async () => {
  const ann = await subscriber('protect');
  await ann.set({ tier: 'enterprise' });
  const { allowance, period } = await ann.look('03-20');
  assert.deepEqual([allowance, period], [null, '03-17 to 04-17']);
});

quotaCase('deletion of a user', async () => {
  const ann = await subscriber('protect');
  await ann.start(2, '03-11');
  await deleteUser(database.db, ann.userId);
  const lines = database.db.selectFrom('quota_ledger').select('id').where('user_id', '=', ann.userId);
  assert.deepEqual(await lines.execute(), []);
});

const OUTCOMES: [name: string, state: EndState, answered: number | null, used: number][] = [
  ['analysis that completes', 'completed', 1, 1],
  ['analysis that completes with few answers', 'completed', 0.2, 1],
  ['partial analysis with half of its checks answered', 'partial', 0.5, 1],
  ['partial analysis with fewer', 'partial', 0.49, 0],
  ['analysis that fails', 'failed', 0.9, 0],
  ['analysis of which nothing could be observed', 'failed', null, 0],
  ['analysis canceled before it began', 'canceled', null, 0],
  ['analysis canceled with half of its checks answered', 'canceled', 0.5, 1],
  ['analysis canceled with fewer', 'canceled', 0.49, 0],
];
for (const [name, state, answered, used] of OUTCOMES) {
  quotaCase(name, async () => {
    const { db } = database;
    const ann = await subscriber('protect');
    const now = new Date('2026-03-11T12:00:00Z');
    const { analysis } = await startAnalysis(
      { db, queue: { send: async () => undefined } },
      { user: { id: ann.userId }, target: { name: 'acme.test', registrable: 'acme.test' }, now },
    );
    assert.equal((await ann.look('03-11')).reserved, 1);
    const end = { analysisId: analysis.id, state, answered, now };
    assert.equal(await db.transaction().execute((trx) => endAndSettle(trx, end)), true);
    // Told again, and otherwise: it is settled.
    const again = { ...end, state: 'completed' as const, answered: 1 };
    assert.equal(await db.transaction().execute((trx) => endAndSettle(trx, again)), false);
    const sums = await ann.look('03-11');
    assert.deepEqual([sums.used, sums.reserved], [used, 0]);
  });
}

test('docs/billing.md tells these cases and no others', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/billing.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith('Quota cases\n')) ?? '';
  const told = [...section.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, name]) => name).slice(2);
  assert.deepEqual(told, names);
});
