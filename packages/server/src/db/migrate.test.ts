import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { StartError } from '../start-error.ts';
import { connect } from './connect.ts';
import { migrate } from './migrate.ts';
import { testDatabase } from './test-database.ts';

const next = (name: string, table: string) => ({
  name,
  up: async (db: Parameters<typeof migrate>[0]) =>
    void (await sql.raw(`create table ${table} ()`).execute(db)),
});

test('processes that migrate at once apply each migration once', async () => {
  const { url, close } = await testDatabase();
  const pools = Array.from({ length: 5 }, () => connect(url, { max: 1 }));
  try {
    const list = [...migrations, next('9998-more', 'more')];
    const applied = await Promise.all(pools.map((db) => migrate(db, list)));
    assert.deepEqual(applied.flat(), ['9998-more']);
  } finally {
    await Promise.all(pools.map((db) => db.destroy()));
    await close();
  }
});

test('a migration that fails leaves nothing of itself, nor of those before it', async () => {
  const { db, close } = await testDatabase();
  try {
    const list = [...migrations, next('9998-good', 'good'), next('9999-bad', 'users')];
    await assert.rejects(migrate(db, list), /already exists/);
    await assert.rejects(sql`select from good`.execute(db), /does not exist/);
    assert.deepEqual(await migrate(db), []);
  } finally {
    await close();
  }
});

test('a database that a newer version has used is refused with a sentence', async () => {
  const { db, close } = await testDatabase();
  try {
    await migrate(db, [...migrations, next('9998-more', 'more')]);
    await assert.rejects(
      migrate(db),
      (error) => error instanceof StartError && /9998-more/.test(error.message),
    );
  } finally {
    await close();
  }
});
