import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Listener, loopback, openListener } from './listener.ts';

/**
 * A loopback port that neither accepts nor refuses. One port can stand for any number of silent addresses.
 *
 * Linux drops the SYNs for a port whose backlog is full, so a thread that listens and never accepts makes connecting
 * hang. Elsewhere the port accepts and never sends a byte.
 */
export async function openSilentPort(platform: NodeJS.Platform = process.platform): Promise<Listener> {
  return platform === 'linux' ? openFullBacklog() : openListener(createServer((socket) => socket.resume()));
}

async function openFullBacklog(): Promise<Listener> {
  const wake = new Int32Array(new SharedArrayBuffer(4));
  // Without the parent's flags, of which --input-type and the like are not for files.
  const options = { workerData: { wake }, execArgv: [] };
  const thread = new Worker(new URL('./silent-port-thread.ts', import.meta.url), options);
  const exited = once(thread, 'exit');
  const [port] = (await once(thread, 'message')) as [number];
  thread.unref();
  const fillers = await fillBacklog(port);

  async function close(): Promise<void> {
    for (const filler of fillers) filler.destroy();
    thread.ref();
    Atomics.store(wake, 0, 1);
    Atomics.notify(wake, 0);
    await exited;
  }

  return { port, close };
}

/** A backlog of 1 holds two connections on Linux; the time-out is for kernels that count otherwise. */
async function fillBacklog(port: number): Promise<Socket[]> {
  const fillers = [1, 2].map(() => connect(port, loopback));
  const giveUp = new AbortController();
  for (const filler of fillers) {
    filler.on('error', () => filler.destroy());
    filler.unref();
  }
  const filled = Promise.all(fillers.map((filler) => once(filler, 'connect')));
  await Promise.race([filled, delay(1_000, undefined, { signal: giveUp.signal })]);
  giveUp.abort();
  return fillers;
}
