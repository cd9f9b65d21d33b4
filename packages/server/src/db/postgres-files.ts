import { createHash, randomBytes } from 'node:crypto';
import {
  access,
  constants,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

/** The size of sun_path in Linux and macOS, less the terminating NUL; macOS has the smaller one. */
const MAX_SOCKET_PATH = 103;
const SOCKET = '.s.PGSQL.5432';
const LOG_BYTES = 10_000_000;

/** Where an embedded PostgreSQL keeps its things, below the home. */
export interface PostgresFiles {
  home: string;
  folder: string;
  data: string;
  password: string;
  log: string;
}

export async function prepareFiles(home: string): Promise<PostgresFiles> {
  const folder = join(home, 'postgres');
  const files = {
    home,
    folder,
    data: join(folder, 'data'),
    password: join(folder, 'password'),
    log: join(folder, 'postgres.log'),
  };
  try {
    await mkdir(home, { recursive: true, mode: 0o711 });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new StartError(`The folder ${home} cannot be written to: set CYBORUX_HOME to one that can.`);
  }
  return files;
}

/** Made once: whoever links the name first has set it. */
export async function ownPassword(files: PostgresFiles): Promise<string> {
  const draft = `${files.password}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
  await link(draft, files.password).catch(unlessExists);
  await rm(draft);
  return readFile(files.password, 'utf8');
}

/**
 * The path under which PostgreSQL, whose working directory is its data directory, finds that directory. Under another
 * account than ours it may not be able to walk there from the root (a home below /root); through /proc it need not.
 */
export function pathForPostgres(data: string): string {
  return process.getuid?.() === 0 && process.platform === 'linux' ? '/proc/self/cwd' : data;
}

/** The folder in which clients find the socket: the data directory, behind a shorter name when its own is too long. */
export async function socketFolder(files: PostgresFiles): Promise<string> {
  if (Buffer.byteLength(join(files.data, SOCKET)) <= MAX_SOCKET_PATH) return files.data;
  const folder = `/tmp/cyborux-${process.getuid?.() ?? 0}`;
  await mkdir(folder, { mode: 0o700 }).catch(unlessExists);
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new StartError(
      `${folder} belongs to someone else: set CYBORUX_HOME to a folder with a shorter path.`,
    );
  }
  const short = join(folder, createHash('sha256').update(files.data).digest('hex').slice(0, 16));
  await symlink(files.data, short).catch(unlessExists);
  return short;
}

/** Opened to append; the one before is kept once. */
export async function openLog(files: PostgresFiles) {
  const size = await stat(files.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES) await rename(files.log, `${files.log}.1`);
  return open(files.log, 'a', 0o600);
}

/** The last lines, for an error message. */
export async function logTail(files: PostgresFiles): Promise<string> {
  const text = await readFile(files.log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-3).join(' ');
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
