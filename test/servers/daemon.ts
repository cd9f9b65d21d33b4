import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Daemon {
  stop(): Promise<void>;
}

/** Below what Linux gives to sockets that ask for any port, so that nobody takes it before its server does. */
const PORTS = { from: 10_000, to: 32_000 };

/** Those that nobody listens on yet are taken all the same. */
const given = new Set<number>();

/** A port on loopback that nobody has. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/**
 * Runs a program in the foreground until it is stopped; ready once all ports accept.
 *
 * @param pid the process that ends the program, if it is not the one that is started
 */
export async function startDaemon(
  command: string,
  args: readonly string[],
  ports: readonly number[],
  pid?: () => Promise<number>,
): Promise<Daemon> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const stop = () => stopChild(child, pid);
  try {
    for (const port of ports) await untilAccepting(port, child);
  } catch {
    await stop();
    throw new Error(`${command} did not start: ${output}`);
  }
  return { stop };
}

async function untilAccepting(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error('exited');
    if (await accepts(port)) return;
    await sleep(50);
  }
  throw new Error(`nothing on port ${port}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function stopChild(child: ChildProcess, pid?: () => Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const target = (await pid?.().catch(() => undefined)) ?? child.pid ?? 0;
  process.kill(target, 'SIGTERM');
  const patience = setTimeout(() => {
    process.kill(target, 'SIGKILL');
    child.kill('SIGKILL');
  }, 5_000);
  await exited;
  clearTimeout(patience);
}
