import { type Kysely, sql } from 'kysely';
import { type Migration, migrations } from '../migrations/index.ts';
import { StartError } from '../start-error.ts';

const MIGRATION_LOCK = 0x6379_6d69;

/**
 * Brings the database to this version's schema. Any number of processes may do so at once.
 *
 * @returns the names of the migrations that were applied now
 * @throws StartError when the database has been used by a newer version
 */
export async function migrate<T>(db: Kysely<T>, list: readonly Migration[] = migrations): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
    await sql`
      create table if not exists schema_migrations (
        name text primary key,
        applied_at timestamptz not null default now()
      )`.execute(trx);
    const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(
      trx,
    );
    const applied = new Set(rows.map((row) => row.name));
    const known = new Set(list.map((migration) => migration.name));
    const newer = [...applied].find((name) => !known.has(name));
    if (newer !== undefined) {
      throw new StartError(
        `The database is newer than this version of Cyborux (it has the migration ${newer}): start the version that it was used with, or a later one.`,
      );
    }
    const missing = list.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) {
      await migration.up(trx as unknown as Kysely<unknown>);
      await sql`insert into schema_migrations (name) values (${migration.name})`.execute(trx);
    }
    return missing.map((migration) => migration.name);
  });
}
