import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from './test-database.ts';

test('each test database is migrated, empty and its own', async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  try {
    await first.db
      .insertInto('users')
      .values({ id: crypto.randomUUID(), name: 'Ann', tier: 'basic' })
      .execute();
    assert.equal((await first.db.selectFrom('users').selectAll().execute()).length, 1);
    assert.deepEqual(await second.db.selectFrom('users').selectAll().execute(), []);
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});
