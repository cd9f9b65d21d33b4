import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { createDataDirectory } from './postgres-data.ts';
import { logTail, ownPassword, type PostgresFiles, prepareFiles, socketFolder } from './postgres-files.ts';
import { launch, type ServerSettings, serverPid } from './postgres-server.ts';

const START_MS = 60_000;
const STOP_MS = 30_000;
const POLL_MS = 15;
const LAUNCHES = 5;
const REJOIN_MS = 1000;
/** Session lock in the database `postgres`: shared by all who use the server, exclusive for the one who stops it. */
const USERS_LOCK = 0x6379_626f;

export interface EmbeddedPostgresOptions extends Partial<ServerSettings> {
  /** Folder that holds the data directory. */
  home: string;
  /** Made when it is not there. */
  database: string;
  /** Told when the server went away under us; it is started again. */
  onLost?: (error: unknown) => void;
}

export interface EmbeddedPostgres {
  /** Connection string: a unix socket and a password. */
  url: string;
  /** Leaves; the last of all processes that use the server shuts it down. */
  stop(): Promise<void>;
}

interface Place {
  files: PostgresFiles;
  settings: ServerSettings;
  url: (database: string) => string;
}

/**
 * Starts the PostgreSQL of this home, or joins the one that runs already, be it another process's or an orphan whose
 * process was killed. It listens on a unix socket in its data directory and nowhere else.
 *
 * @throws StartError with a sentence for the person who started us
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await prepare(options);
  const first = await join(place);
  await createDatabase(first, options.database);
  let leaving = false;
  let session: Promise<pg.Client | null> = Promise.resolve(watch(first));

  function watch(client: pg.Client): pg.Client {
    client.once('end', () => {
      if (leaving) return;
      options.onLost?.(new Error('The embedded PostgreSQL went away.'));
      session = rejoin();
    });
    return client;
  }

  async function rejoin(): Promise<pg.Client | null> {
    while (!leaving) {
      try {
        return watch(await join(place));
      } catch (error) {
        options.onLost?.(error);
        await delay(REJOIN_MS);
      }
    }
    return null;
  }

  return {
    url: place.url(options.database),
    async stop() {
      if (leaving) return;
      leaving = true;
      const client = await session;
      if (client) await leave(place, client);
    },
  };
}

async function prepare(options: EmbeddedPostgresOptions): Promise<Place> {
  const files = await prepareFiles(options.home);
  await createDataDirectory(files);
  const host = encodeURIComponent(await socketFolder(files));
  const password = await ownPassword(files);
  return {
    files,
    settings: { durable: options.durable ?? true, maxConnections: options.maxConnections ?? 100 },
    url: (database) => `postgresql://cyborux:${password}@localhost/${database}?host=${host}`,
  };
}

/** Connects, starting the server as long as nobody else does. The session holds the users' lock. */
async function join({ files, settings, url }: Place): Promise<pg.Client> {
  const deadline = Date.now() + START_MS;
  const children: ChildProcess[] = [];
  for (;;) {
    const session = await enter(url('postgres'));
    if (session) return session;
    const starting = children.some((child) => child.exitCode === null && child.signalCode === null);
    if (!starting && (await serverPid(files)) === null) {
      if (children.length === LAUNCHES) break;
      children.push(await launch(files, settings));
    }
    if (Date.now() > deadline) break;
    await delay(POLL_MS);
  }
  throw new StartError(
    `PostgreSQL in ${files.data} does not start; ${files.log} ends: ${await logTail(files)}`,
  );
}

/** Null: there is no server yet, or not any more. */
async function enter(url: string): Promise<pg.Client | null> {
  const session = new pg.Client({ connectionString: url, application_name: 'cyborux keeper' });
  session.on('error', () => undefined);
  try {
    await session.connect();
    // Waits while another process shuts the server down, and breaks off with it.
    await session.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
    return session;
  } catch (error) {
    await session.end().catch(() => undefined);
    if (isRefusal(error)) throw new StartError(`The embedded PostgreSQL refuses us: ${error.message}.`);
    return null;
  }
}

/** SQLSTATE classes 28 (authorization) and 53 (too many connections): waiting does not help. */
function isRefusal(error: unknown): error is Error {
  return error instanceof pg.DatabaseError && /^(28|53)/.test(error.code ?? '');
}

async function createDatabase(session: pg.Client, name: string): Promise<void> {
  const found = await session.query('select 1 from pg_database where datname = $1', [name]);
  if (found.rowCount) return;
  try {
    await session.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    // duplicate_database, unique_violation: another process made it in between.
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

async function leave({ files }: Place, session: pg.Client): Promise<void> {
  try {
    await session.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const { rows } = await session.query('select pg_try_advisory_lock($1) as last', [USERS_LOCK]);
    if (rows[0].last) await shutDown(files);
  } catch {
    // The server is gone already.
  }
  await session.end().catch(() => undefined);
}

async function shutDown(files: PostgresFiles): Promise<void> {
  const pid = await serverPid(files);
  if (pid === null) return;
  // Fast shutdown: sessions are ended, everything is on the disk.
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_MS;
  while ((await serverPid(files)) === pid && Date.now() < deadline) await delay(POLL_MS);
}
