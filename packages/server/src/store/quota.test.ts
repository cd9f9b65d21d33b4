import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import type { Quota, Tier } from '../db/schema.ts';
import { type TestDatabase, testDatabase } from '../db/test-database.ts';
import { ProblemError } from '../errors.ts';
import { balance, reserve, settle } from './quota.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const MARCH = new Date('2026-03-20T12:00:00Z');
const APRIL = new Date('2026-04-20T12:00:00Z');

async function user(tier: Tier, quota: Quota | null = null): Promise<{ id: string }> {
  const id = randomUUID();
  const custom_quota = quota && JSON.stringify(quota);
  await database.db
    .insertInto('users')
    .values({ id, name: 'Ann', tier, custom_quota, created_at: '2026-01-17T10:00:00Z' })
    .execute();
  return { id };
}

const take = ({ id }: { id: string }, now = MARCH, cause: string = randomUUID()) =>
  database.db.transaction().execute(async (trx) => {
    await reserve(trx, id, 'analyses', cause, now);
    return cause;
  });

const end = (cause: string, outcome: 'charge' | 'release') =>
  database.db.transaction().execute((trx) => settle(trx, cause, outcome, MARCH));

const grant = ({ id }: { id: string }, granted: number) =>
  database.db
    .insertInto('quota_ledger')
    .values({
      user_id: id,
      feature: 'analyses',
      pool: 'credits',
      entry: 'grant',
      granted,
      cause: randomUUID(),
    })
    .execute();

const refused = (status: number, detail: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ProblemError);
  assert.equal(error.status, status);
  assert.match(error.message, detail);
  return true;
};

test('a tier gives its allowance in each period and no more', async () => {
  const ann = await user('protect');
  for (let count = 0; count < 5; count += 1) await take(ann);
  await assert.rejects(
    take(ann),
    refused(429, /^Your 5 analyses of this month are used up: .* on 2026-04-17\.$/),
  );
  await take(ann, APRIL);
  assert.equal((await balance(database.db, ann, APRIL)).analyses.remaining, 4);
});

test('what is used up tells in Retry-After when the allowance renews', async () => {
  const ann = await user('protect');
  for (let count = 0; count < 5; count += 1) await take(ann);
  await assert.rejects(take(ann), (error: ProblemError) => {
    const seconds = (Date.UTC(2026, 3, 17) - MARCH.getTime()) / 1000;
    assert.deepEqual(error.headers, { 'retry-after': String(seconds) });
    return true;
  });
});

test('a tier without analyses is forbidden, not exhausted', async () => {
  await assert.rejects(take(await user('basic')), refused(403, /basic.* does not include analyses/));
});

test('credits are used after the allowance, in any period, and without a tier too', async () => {
  const bob = await user('basic');
  await grant(bob, 2);
  await end(await take(bob), 'charge');
  await take(bob, APRIL);
  await assert.rejects(take(bob, APRIL), refused(403, /no credits/));

  const ann = await user('protect');
  await grant(ann, 1);
  for (let count = 0; count < 6; count += 1) await take(ann);
  const { analyses } = await balance(database.db, ann, MARCH);
  assert.deepEqual(analyses, { allowance: 5, used: 0, reserved: 5, remaining: 0, credits: 0 });
});

test('a charge turns what is held into use, a release gives it back to where it came from', async () => {
  const ann = await user('protect');
  await end(await take(ann), 'charge');
  await end(await take(ann), 'release');
  assert.deepEqual((await balance(database.db, ann, MARCH)).analyses, {
    ...{ allowance: 5, used: 1, reserved: 0, remaining: 4, credits: 0 },
  });
  const bob = await user('basic');
  await grant(bob, 1);
  await end(await take(bob), 'release');
  assert.equal((await balance(database.db, bob, MARCH)).analyses.credits, 1);
});

test('only the first settlement counts', async () => {
  const ann = await user('protect');
  const cause = await take(ann);
  await end(cause, 'release');
  await end(cause, 'charge');
  await Promise.all([end(cause, 'release'), end(cause, 'release')]);
  const { used, reserved } = (await balance(database.db, ann, MARCH)).analyses;
  assert.deepEqual({ used, reserved }, { used: 0, reserved: 0 });
});

test('a charge after the end of the period counts in the period of the reservation', async () => {
  const ann = await user('protect');
  const cause = await take(ann);
  await database.db.transaction().execute((trx) => settle(trx, cause, 'charge', APRIL));
  assert.equal((await balance(database.db, ann, MARCH)).analyses.used, 1);
  assert.equal((await balance(database.db, ann, APRIL)).analyses.used, 0);
});

test('enterprise has what was agreed, and no limit where nothing was; its ledger is written all the same', async () => {
  const small = await user('enterprise', { analyses: 1, reports: null, deep_scans: 0 });
  await take(small);
  await assert.rejects(take(small), refused(429, /1 analyses/));
  assert.equal((await balance(database.db, small, MARCH)).reports.allowance, null);

  const big = await user('enterprise');
  for (let count = 0; count < 20; count += 1) await end(await take(big), 'charge');
  assert.deepEqual((await balance(database.db, big, MARCH)).analyses, {
    ...{ allowance: null, used: 20, reserved: 0, remaining: null, credits: 0 },
  });
});

test('a custom quota is looked at for enterprise alone', async () => {
  const ann = await user('basic', { analyses: null, reports: null, deep_scans: null });
  await assert.rejects(take(ann), refused(403, /basic/));
});

for (const [name, change] of [
  ['changed', sql`update quota_ledger set used = 0`],
  ['deleted', sql`delete from quota_ledger`],
  ['deleted with all others', sql`truncate quota_ledger`],
] as const) {
  test(`a line is never ${name}`, async () => {
    await take(await user('protect'));
    await assert.rejects(change.execute(database.db), /quota_ledger is append-only/);
  });
}

for (const [name, line] of [
  ['a reservation of two', { entry: 'reservation', reserved: 2 }],
  ['a charge of nothing held', { entry: 'charge', reserved: 0, used: 1 }],
  ['a release that is used', { entry: 'release', reserved: -1, used: 1 }],
  ['a grant of nothing', { entry: 'grant', granted: 0 }],
  ['a refund that gives', { entry: 'refund', granted: 1 }],
  ['a purchase of allowance', { entry: 'purchase', granted: 1, pool: 'allowance', period_start: MARCH }],
  ['an allowance without a period', { entry: 'reservation', reserved: 1, pool: 'allowance' }],
  ['credits of a period', { entry: 'reservation', reserved: 1, period_start: MARCH }],
] as const) {
  test(`no line tells of ${name}`, async () => {
    const { id } = await user('protect');
    const values = {
      user_id: id,
      feature: 'analyses',
      pool: 'credits',
      cause: randomUUID(),
      ...line,
    } as const;
    const written = database.db.insertInto('quota_ledger').values(values).execute();
    await assert.rejects(written, /violates check constraint "quota_ledger_(entry|period)"/);
  });
}
