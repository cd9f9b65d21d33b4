import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../src/db/test-database.ts';
import { ProblemError } from '../src/errors.ts';
import { addCredits, balance, type CreditEntry, reserve, settle } from '../src/store/quota.ts';
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

interface Round {
  starts: number;
  /** What ends runs of earlier rounds; each is told twice. */
  settlements: ('charge' | 'release')[];
  credits: Pick<CreditEntry, 'entry' | 'amount'>[];
}

const round: fc.Arbitrary<Round> = fc.record({
  starts: fc.nat({ max: 8 }),
  settlements: fc.array(fc.constantFrom('charge', 'release'), { maxLength: 3 }),
  credits: fc.array(
    fc.record({
      entry: fc.constantFrom('purchase', 'refund', 'expiry'),
      amount: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 3 },
  ),
});

const committed = <T>(work: Parameters<ReturnType<typeof database.db.transaction>['execute']>[0]) =>
  database.db.transaction().execute(work) as Promise<T>;

async function freeUnits(id: string): Promise<number> {
  const { analyses } = await balance(database.db, { id }, new Date());
  assert.ok(analyses.credits >= 0 && analyses.used >= 0 && analyses.reserved >= 0);
  assert.ok(analyses.used + analyses.reserved <= 5);
  return (analyses.remaining ?? 0) + analyses.credits;
}

test('whatever happens at once on several connections, no unit is lost, doubled or overdrawn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 6 }), async (rounds) => {
      const { id: userId } = await makeUser(database.db, { tier: 'protect' });
      const now = new Date();
      const open: string[] = [];
      const start = async () => {
        const cause = randomUUID();
        const accepted = await committed((trx) => reserve(trx, userId, 'analyses', cause, now)).then(
          () => true,
          (error) => {
            if (error instanceof ProblemError && error.status === 429) return false;
            throw error;
          },
        );
        return accepted ? [cause] : [];
      };
      for (const { starts, settlements, credits } of rounds) {
        const before = await freeUnits(userId);
        const ended = open.splice(0, settlements.length).map((cause, index) => ({
          cause,
          outcome: settlements[index] ?? 'charge',
        }));
        const [accepted, changes] = await Promise.all([
          Promise.all(Array.from({ length: starts }, start)),
          Promise.all(
            credits.map(({ entry, amount }) => {
              const line = { userId, feature: 'analyses', amount, entry, cause: randomUUID(), now } as const;
              return committed<number>((trx) => addCredits(trx, line));
            }),
          ),
          ...[...ended, ...ended].map(({ cause, outcome }) =>
            committed((trx) => settle(trx, cause, outcome, now)),
          ),
        ]);
        open.push(...accepted.flat());
        const released = ended.filter(({ outcome }) => outcome === 'release').length;
        const change = changes.reduce((sum, each) => sum + each, 0);
        assert.equal(await freeUnits(userId), before - accepted.flat().length + released + change);
        const taken = changes.reduce((sum, each) => sum - Math.min(0, each), 0);
        assert.ok(accepted.flat().length + taken >= Math.min(starts, before));
      }
    }),
    { numRuns: 200 },
  );
});
