import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { connect } from '../db/connect.ts';
import type { Tier } from '../db/schema.ts';
import { type TestDatabase, testDatabase } from '../db/test-database.ts';
import { ProblemError } from '../errors.ts';
import { openQueue, type Queue } from '../queue.ts';
import { findAnalysisRow } from '../store/analyses.ts';
import { balance } from '../store/quota.ts';
import { insertUser } from '../store/users.ts';
import { cancelAnalysis } from './cancel-analysis.ts';
import { startAnalysis } from './start-analysis.ts';

let database: TestDatabase;
let queue: Queue;
before(async () => {
  database = await testDatabase();
  queue = await openQueue({ url: database.url, budgetSeconds: 60 });
});
after(async () => {
  await queue.stop();
  await database.close();
});

const TARGET = { name: 'www.acme.test', registrable: 'acme.test' };

async function user(tier: Tier): Promise<{ id: string }> {
  const id = randomUUID();
  await insertUser(database.db, { id, email: null, name: 'Ann', tier });
  return { id };
}

const start = (ann: { id: string }, rest: { idempotency?: { key: string; requestHash: string } } = {}) =>
  startAnalysis({ db: database.db, queue }, { user: ann, target: TARGET, now: new Date(), ...rest });

test('of forty starts at once from several connections as many succeed as the allowance has', async () => {
  const ann = await user('protect');
  const pools = Array.from({ length: 4 }, () => connect(database.url, { max: 5 }));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) => {
      const db = pools[index % pools.length] ?? database.db;
      return startAnalysis({ db, queue }, { user: ann, target: TARGET, now: new Date() });
    }),
  );
  await Promise.all(pools.map((db) => db.destroy()));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as ProblemError).status, 429);
  }
  const { analyses } = await balance(database.db, ann, new Date());
  assert.deepEqual([analyses.reserved, analyses.remaining], [5, 0]);
  const rows = await database.db.selectFrom('analyses').select('id').where('user_id', '=', ann.id).execute();
  assert.equal(rows.length, 5);
  const domains = await database.db
    .selectFrom('domains')
    .select('name')
    .where('user_id', '=', ann.id)
    .execute();
  assert.deepEqual(domains, [{ name: 'www.acme.test' }]);
});

test('a start that is refused leaves no domain, analysis or line', async () => {
  const bob = await user('basic');
  await assert.rejects(start(bob), (error: ProblemError) => error.status === 403);
  for (const table of ['domains', 'analyses', 'quota_ledger'] as const) {
    const rows = await database.db.selectFrom(table).selectAll().where('user_id', '=', bob.id).execute();
    assert.deepEqual(rows, [], table);
  }
});

test('a start whose job cannot be sent leaves nothing either', async () => {
  const ann = await user('protect');
  const broken = { send: () => Promise.reject(new Error('no queue')) };
  const wish = { user: ann, target: TARGET, now: new Date() };
  await assert.rejects(startAnalysis({ db: database.db, queue: broken }, wish), /no queue/);
  assert.equal((await balance(database.db, ann, new Date())).analyses.reserved, 0);
});

test('the same idempotency key starts one analysis and holds one unit, also when sent ten times at once', async () => {
  const ann = await user('protect');
  const idempotency = { key: 'k1', requestHash: 'same' };
  const answers = await Promise.all(Array.from({ length: 10 }, () => start(ann, { idempotency })));
  assert.equal(new Set(answers.map(({ analysis }) => analysis.id)).size, 1);
  assert.equal(answers.filter(({ created }) => created).length, 1);
  assert.equal((await balance(database.db, ann, new Date())).analyses.reserved, 1);
});

test('of two bodies under one idempotency key that arrive at once one is started', async () => {
  const ann = await user('protect');
  const outcomes = await Promise.allSettled(
    ['one', 'two'].map((requestHash) => start(ann, { idempotency: { key: 'k4', requestHash } })),
  );
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected');
  assert.ok(refusal?.reason instanceof ProblemError && refusal.reason.status === 409);
  assert.equal((await balance(database.db, ann, new Date())).analyses.reserved, 1);
});

test('an idempotency key is remembered for a day, and then cleared away', async () => {
  const ann = await user('protect');
  const startAt = (time: string, key = 'k3', requestHash = 'one') =>
    startAnalysis(
      { db: database.db, queue },
      { user: ann, target: TARGET, idempotency: { key, requestHash }, now: new Date(time) },
    );
  const { analysis: first } = await startAt('2030-03-11T12:00:00Z');
  assert.equal((await startAt('2030-03-12T11:59:59Z')).analysis.id, first.id);
  const { analysis: second, created } = await startAt('2030-03-12T12:00:00Z', 'k3', 'two');
  assert.deepEqual([created, second.id === first.id], [true, false]);
  assert.equal((await startAt('2030-03-12T13:00:00Z', 'k3', 'two')).analysis.id, second.id);

  await startAt('2030-03-14T00:00:00Z', 'other');
  const keys = await database.db
    .selectFrom('idempotency_keys')
    .select('key')
    .where('user_id', '=', ann.id)
    .execute();
  assert.deepEqual(keys, [{ key: 'other' }]);
});

test('an idempotency key with another body is refused, and is another key for another user', async () => {
  const ann = await user('protect');
  await start(ann, { idempotency: { key: 'k2', requestHash: 'one' } });
  await assert.rejects(
    start(ann, { idempotency: { key: 'k2', requestHash: 'two' } }),
    (error: ProblemError) => error.status === 409,
  );
  assert.equal(
    (await start(await user('protect'), { idempotency: { key: 'k2', requestHash: 'two' } })).created,
    true,
  );
});

test('an analysis that waits is canceled at once and costs nothing', async () => {
  const ann = await user('protect');
  const { analysis } = await start(ann);
  const cancel = () =>
    cancelAnalysis({ db: database.db }, { user: ann, analysisId: analysis.id, now: new Date() });
  assert.equal(await cancel(), 'canceled');
  assert.equal(await cancel(), 'canceled');
  assert.equal((await findAnalysisRow(database.db, analysis.id))?.state, 'canceled');
  assert.equal((await balance(database.db, ann, new Date())).analyses.remaining, 5);
});

test("someone else's analysis cannot be canceled, and does not exist", async () => {
  const { analysis } = await start(await user('protect'));
  const bob = await user('protect');
  await assert.rejects(
    cancelAnalysis({ db: database.db }, { user: bob, analysisId: analysis.id, now: new Date() }),
    (error) => error instanceof ProblemError && error.status === 404,
  );
  assert.equal((await findAnalysisRow(database.db, analysis.id))?.state, 'queued');
});
