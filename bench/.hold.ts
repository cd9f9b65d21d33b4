import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { testDatabase } from '/work/main/packages/server/src/db/test-database.ts';
import { insertUser } from '/work/main/packages/server/src/store/users.ts';
import { fillEntities } from '/work/main/bench/entities.ts';
import { writeFileSync } from 'node:fs';
const t = await testDatabase();
try {
  const user = randomUUID();
  await insertUser(t.db, { id: user, email: null, name: 'b', tier: 'enterprise' });
  const big = { id: randomUUID(), name: 'example.com' }, small = { id: randomUUID(), name: 'example.org' };
  for (const d of [big, small]) await t.db.insertInto('domains').values({ id: d.id, user_id: user, name: d.name, registrable: d.name, last_analysis_id: null, last_analysis_at: null, score: null, coverage: null, score_value: null }).execute();
  console.time('fill'); await fillEntities(t.db, big, 1_000_000); await fillEntities(t.db, small, 40_000); console.timeEnd('fill');
  console.time('vacuum'); await sql`vacuum analyze`.execute(t.db); console.timeEnd('vacuum');
  writeFileSync('/tmp/bench-db.json', JSON.stringify({ url: t.url, big, small, user }));
  console.log('ready', t.url);
  await new Promise((r) => process.once('SIGTERM', r));
} finally { await t.close(); }
