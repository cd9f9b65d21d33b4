import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../packages/cli/src/main.ts');

export interface CyboruxProcess {
  /** Null when the process has no API. */
  url: string | null;
  /** Told at the first start with this home alone. */
  operatorKey: string | null;
  pid: number;
  /** kill -9: nothing of it gets to say goodbye. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code and how long it took, in milliseconds. */
  stop(): Promise<{ code: number | null; took: number }>;
}

/** `cyborux serve` as an operator starts it: settings in the environment, words on stderr. */
export async function startCyborux(settings: Record<string, string>): Promise<CyboruxProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH: process.env.PATH, CYBORUX_PORT: '0', CYBORUX_LOG_FORMAT: 'json', ...settings },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const exited = once(child, 'exit');
  const { url, operatorKey } = await started(child);
  // Keeps the pipe empty, or a chatty server would block on it.
  child.stderr?.resume();
  return {
    url,
    operatorKey,
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      const began = performance.now();
      child.kill('SIGTERM');
      await exited;
      return { code: child.exitCode, took: performance.now() - began };
    },
  };
}

async function started(child: ChildProcess): Promise<Pick<CyboruxProcess, 'url' | 'operatorKey'>> {
  if (child.stderr === null) throw new Error('no stderr');
  const told: string[] = [];
  let operatorKey: string | null = null;
  for await (const line of createInterface({ input: child.stderr })) {
    told.push(line);
    operatorKey = /\bcyb_[0-9A-Za-z]{20,}\b/.exec(line)?.[0] ?? operatorKey;
    if (!line.includes('"msg":"started"')) continue;
    const { url } = JSON.parse(line) as { url: string | null };
    return { url, operatorKey };
  }
  throw new Error(`the server did not start:\n${told.join('\n')}`);
}
