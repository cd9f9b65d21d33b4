import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { loopback } from './listener.ts';

const { wake } = workerData as { wake: Int32Array };

const server = createServer();
server.listen({ port: 0, host: loopback, backlog: 1 });
await once(server, 'listening');
parentPort?.postMessage((server.address() as AddressInfo).port);
// The kernel queues connections that this thread, asleep, never accepts.
Atomics.wait(wake, 0, 0);
server.close();
