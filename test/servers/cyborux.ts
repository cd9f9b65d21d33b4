import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '..', '..');
const START_MS = 60_000;

export interface RealServer {
  url: string;
  /** The operator's key, as the first start shows it. */
  key: string;
  /** Ends it as an operator does; the exit code. */
  stop(): Promise<number | null>;
}

/** The server as a process of its own, with an empty home; URL and key are read from what it says. */
export async function startCyborux(home: string, network: string): Promise<RealServer> {
  const child = spawn(process.execPath, [join(ROOT, 'packages/server/src/main.ts')], {
    env: {
      ...ownEnvironment(),
      CYBORUX_HOME: home,
      CYBORUX_PORT: '0',
      CYBORUX_NETWORK: network,
      CYBORUX_LOG_FORMAT: 'json',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const [code] = await exited;
    clearTimeout(patience);
    return code;
  };
  try {
    return { ...(await readStart(child.stderr, AbortSignal.timeout(START_MS))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readStart(stderr: NodeJS.ReadableStream, signal: AbortSignal) {
  stderr.setEncoding('utf8');
  let said = '';
  return await new Promise<{ url: string; key: string }>((resolve, reject) => {
    const fail = () => reject(new Error(`The server did not start: ${said}`));
    signal.addEventListener('abort', fail);
    stderr.once('end', fail);
    stderr.on('data', (chunk: string) => {
      said += chunk;
      const key = /^ +(cyb_\w+)$/m.exec(said)?.[1];
      const started = said.split('\n').find((line) => line.endsWith('"msg":"started"}'));
      if (key !== undefined && started !== undefined) resolve({ key, url: JSON.parse(started).url });
    });
  });
}

/** Runs `cyborux scan DOMAIN --json`; what it prints. */
export async function scanWithCommand(domain: string, network: string): Promise<string> {
  const main = join(ROOT, 'packages/cli/src/main.ts');
  const child = spawn(process.execPath, [main, 'scan', domain, '--network', network, '--json'], {
    env: ownEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Error(`cyborux scan ended with ${code}: ${stderr}`);
  return stdout;
}

/** Nothing that a developer has set for their own server. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = ([name]: [string, unknown]) => !name.startsWith('CYBORUX_') && name !== 'DATABASE_URL';
  return Object.fromEntries(Object.entries(process.env).filter(foreign));
}
