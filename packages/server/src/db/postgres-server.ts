import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { handOver } from './os-account.ts';
import { findBinaries } from './postgres-binaries.ts';
import { refuseOtherVersion } from './postgres-data.ts';
import { openLog, type PostgresFiles, pathForPostgres } from './postgres-files.ts';

export interface ServerSettings {
  /** Flush to disk at commit. Off for tests alone. */
  durable: boolean;
  maxConnections: number;
}

/** Starts PostgreSQL so that it outlives us: its own session, its output in a file. */
export async function launch(files: PostgresFiles, settings: ServerSettings): Promise<ChildProcess> {
  const account = handOver(files.data);
  const { postgres, version } = await findBinaries(account, files.home);
  await refuseOtherVersion(files, version);
  const log = await openLog(files);
  const child = spawn(postgres, ['-D', pathForPostgres(files.data), ...flags(settings)], {
    ...account,
    cwd: files.data,
    env: {},
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  await once(child, 'spawn');
  await log.close();
  return child;
}

function flags({ durable, maxConnections }: ServerSettings): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: String(maxConnections),
    shared_buffers: '128MB',
    work_mem: '16MB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    // Nobody replicates from here.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    // The session locks of a killed process end at once, also in the middle of a statement.
    client_connection_check_interval: '500ms',
    log_checkpoints: 'off',
    // Statements may hold scanned data.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Process id of the server of this data directory; null when there is none. */
export async function serverPid(files: PostgresFiles): Promise<number | null> {
  const path = join(files.data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !exists(pid)) return null;
  if (await isServerOf(pid, files.data)) return pid;
  // Left over, and its number belongs to another process now, before which PostgreSQL would stop.
  await removeUnchanged(path, text);
  return null;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (cwd !== null) return cwd === (await realpath(data));
  // A container's root may not look into another account's process, but at its name.
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres';
}

/** Moved away before the second look, for another process may be starting a server at this moment. */
async function removeUnchanged(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved === text) await rm(aside, { force: true });
  else await rename(aside, path);
}
