import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

const FILE = 'secret';
const KEYS_FILE = 'secret-keys';

type SecretConfig = Pick<Config, 'secret' | 'databaseUrl' | 'home' | 'signUp'>;

/**
 * The secret of sessions and second factors: of the configuration, or with the embedded database one that is made and
 * kept beside it.
 *
 * @returns null: nobody signs in here, API keys alone work
 * @throws StartError when people may sign up and there is no secret that all processes share
 */
export async function accountSecret(config: SecretConfig): Promise<string | null> {
  if (config.secret !== undefined) return config.secret;
  if (config.databaseUrl === undefined) return keptSecret(config.home, FILE);
  if (config.signUp === 'closed') return null;
  throw new StartError(
    'CYBORUX_SECRET must be set together with DATABASE_URL, the same for all processes, or CYBORUX_SIGN_UP=closed.',
  );
}

/**
 * The secrets that encrypt the keys of sources, found in the same way.
 *
 * @returns null: no such keys can be kept here
 */
export async function keySecrets(
  config: Pick<Config, 'secretKeys' | 'databaseUrl' | 'home'>,
): Promise<[string, ...string[]] | null> {
  const [first, ...former] = config.secretKeys ?? [];
  if (first !== undefined) return [first, ...former];
  return config.databaseUrl === undefined ? [await keptSecret(config.home, KEYS_FILE)] : null;
}

async function keptSecret(home: string, file: string): Promise<string> {
  const path = join(home, file);
  const kept = await readSecret(path);
  if (kept !== null) return kept;
  // Linked into place when it is whole: of two processes that start at once one makes it, and both read that one.
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(home, { recursive: true, mode: 0o711 });
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    throw new StartError(`The folder ${home} cannot be written to: set CYBORUX_HOME to one that can.`);
  }
  await link(draft, path).catch(unlessThere);
  await unlink(draft);
  return (await readSecret(path)) ?? keptSecret(home, file);
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function readSecret(path: string): Promise<string | null> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (content === null) return null;
  const text = content.trim();
  if (text.length < 32) throw new StartError(`The secret in ${path} is damaged: it is too short.`);
  return text;
}
