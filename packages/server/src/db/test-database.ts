import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { migrations } from '../migrations/index.ts';
import { connect } from './connect.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

const TEMPLATE_LOCK = 0x6379_7465;

export interface TestDatabase {
  db: Kysely<Database>;
  url: string;
  /** Drops it; the last test file that leaves stops the server. */
  close(): Promise<void>;
}

/** A migrated, empty database of one's own, on a PostgreSQL that all test files of this checkout share. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await startEmbeddedPostgres({
    home: join(tmpdir(), `cyborux-test-${process.getuid?.() ?? 0}-${digest(import.meta.dirname)}`),
    database: 'postgres',
    durable: false,
    maxConnections: 300,
  });
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const url = databaseUrl(server.url, name);
  await withClient(server.url, async (client) => {
    const template = await migratedTemplate(client, server.url);
    await client.query(`create database ${name} template ${template}`);
  });
  const db = connect(url);
  return {
    db,
    url,
    async close() {
      await db.destroy();
      await withClient(server.url, (client) => client.query(`drop database if exists ${name} with (force)`));
      await server.stop();
    },
  };
}

async function migratedTemplate(client: pg.Client, url: string): Promise<string> {
  const name = `template_${digest(migrations.map((migration) => migration.name + migration.up).join())}`;
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
  const names = rows.map((row) => row.datname);
  for (const old of names.filter((other) => isLeftOver(other, name))) {
    await client.query(`drop database if exists ${old} with (force)`);
  }
  if (!names.includes(name)) {
    await client.query(`create database making_${name}`);
    const db = connect(databaseUrl(url, `making_${name}`));
    await migrate(db).finally(() => db.destroy());
    await client.query(`alter database making_${name} rename to ${name}`);
  }
  await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  return name;
}

/** Of a test process that was killed, or of migrations as they were before. */
function isLeftOver(name: string, template: string): boolean {
  if (name.startsWith('making_')) return true;
  if (name.startsWith('template_')) return name !== template;
  const pid = /^test_(\d+)_/.exec(name)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  return work(client).finally(() => client.end());
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
