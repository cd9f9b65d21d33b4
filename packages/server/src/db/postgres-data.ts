import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { handOver } from './os-account.ts';
import { findBinaries } from './postgres-binaries.ts';
import { ownPassword, type PostgresFiles, pathForPostgres } from './postgres-files.ts';

const run = promisify(execFile);

/** The operating system's locales play no part, so that an upgrade of the system never corrupts an index. */
const INITDB = [
  ...['--username', 'cyborux', '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
  ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
  ...['--no-sync', '--no-instructions'],
];

/** Made beside and renamed: of two that start at once one wins, and a data directory that exists is whole. */
export async function createDataDirectory(files: PostgresFiles): Promise<void> {
  if (existsSync(files.data)) return;
  const draft = await mkdtemp(join(files.folder, 'new-'));
  const data = join(draft, 'data');
  const passwordFile = join(draft, 'password');
  try {
    const account = handOver(draft);
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, await ownPassword(files), { mode: 0o600 });
    handOver(data);
    handOver(passwordFile);
    const { initdb } = await findBinaries(account, files.home);
    const at = pathForPostgres(data);
    await run(initdb, [...INITDB, '-D', at, `--pwfile=${at}/../password`], {
      ...account,
      cwd: data,
      env: {},
    });
    await rename(data, files.data);
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (!existsSync(files.data))
      throw new StartError(`PostgreSQL cannot set up ${files.data}: ${lastLine(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

export async function refuseOtherVersion(files: PostgresFiles, version: string): Promise<void> {
  const major = (await readFile(join(files.data, 'PG_VERSION'), 'utf8')).trim();
  if (major === version.split('.')[0]) return;
  throw new StartError(
    `${files.data} was made by PostgreSQL ${major} and this is ${version}: set CYBORUX_HOME to another folder, or upgrade it with pg_upgrade.`,
  );
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
