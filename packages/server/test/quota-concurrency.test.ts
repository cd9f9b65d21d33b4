import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../src/db/test-database.ts';
import { addCredits, balance } from '../src/store/quota.ts';
import { makeUser } from './server.ts';

const PROCESSES = 4;
const STARTS = 200;

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

/** @returns how often each status was answered */
async function startFromAllProcesses(userId: string): Promise<Record<string, number>> {
  const program = join(import.meta.dirname, 'start-many.ts');
  const args = [database.url, userId, String(STARTS / PROCESSES)];
  const processes = Array.from({ length: PROCESSES }, () => fork(program, args, { execArgv: [] }));
  const exits = processes.map((each) => once(each, 'exit'));
  await Promise.all(processes.map((each) => once(each, 'message')));
  const answers = processes.map((each) => once(each, 'message'));
  for (const each of processes) each.send('start');
  const statuses = (await Promise.all(answers)).flatMap(([answer]) => answer as (number | string)[]);
  await Promise.all(exits);
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const rowsOf = (table: 'analyses' | 'quota_ledger', userId: string) =>
  database.db.selectFrom(table).select('id').where('user_id', '=', userId).execute();

test('of 200 starts at once by four processes exactly the allowance of 5 is accepted', async () => {
  const ann = await makeUser(database.db, { tier: 'protect' });
  assert.deepEqual(await startFromAllProcesses(ann.id), { 202: 5, 429: 195 });
  const { analyses } = await balance(database.db, ann, new Date());
  assert.deepEqual(analyses, { allowance: 5, used: 0, reserved: 5, remaining: 0, credits: 0 });
  assert.equal((await rowsOf('analyses', ann.id)).length, 5);
  assert.equal((await rowsOf('quota_ledger', ann.id)).length, 5);
});

test('with 3 credits beside the allowance it is 8', async () => {
  const ann = await makeUser(database.db, { tier: 'protect' });
  await database.db.transaction().execute((trx) =>
    addCredits(trx, {
      ...{ userId: ann.id, feature: 'analyses', amount: 3, entry: 'purchase', cause: 'cs_8' },
      now: new Date(),
    }),
  );
  assert.deepEqual(await startFromAllProcesses(ann.id), { 202: 8, 429: 192 });
  const { analyses } = await balance(database.db, ann, new Date());
  assert.deepEqual([analyses.reserved, analyses.remaining, analyses.credits], [5, 0, 0]);
});
