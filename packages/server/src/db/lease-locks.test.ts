import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type LeaseLocks, openLeaseLocks } from './lease-locks.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let database: TestDatabase;
let locks: LeaseLocks;
before(async () => {
  database = await testDatabase();
  locks = await openLeaseLocks(database.url);
});
after(async () => {
  await locks.close();
  await database.close();
});

async function heldNow(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
  `.execute(database.db);
  return rows[0]?.count ?? -1;
}

test('leases that are held and dropped side by side are locked exactly while they are held', async () => {
  const warnings: string[] = [];
  const listener = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', listener);
  const leases = Array.from({ length: 30 }, () => randomUUID());
  await Promise.all(leases.map((lease) => locks.hold(lease)));
  assert.equal(await heldNow(), 30);
  await Promise.all(leases.slice(0, 20).map((lease) => locks.drop(lease)));
  assert.equal(await heldNow(), 10);
  process.off('warning', listener);
  assert.deepEqual(warnings, []);
});

test('a lock ends with its connection', async () => {
  const other = await openLeaseLocks(database.url);
  const before = await heldNow();
  await other.hold(randomUUID());
  assert.equal(await heldNow(), before + 1);
  await other.close();
  assert.equal(await heldNow(), before);
});
