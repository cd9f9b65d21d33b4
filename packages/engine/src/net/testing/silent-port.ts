import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const LISTEN = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** A port that neither accepts nor refuses: its listener sleeps and its queue is full. */
export async function openSilentPort(): Promise<AsyncDisposable & { port: number }> {
  const worker = new Worker(LISTEN, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: Socket[] = [];
  for (let isFull = false; !isFull; ) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => {});
    waiting.push(socket);
    isFull = await Promise.race([once(socket, 'connect').then(() => false), sleep(100, true)]);
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of waiting) socket.destroy();
      await worker.terminate();
    },
  };
}
