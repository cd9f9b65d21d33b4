import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { BulkServer } from './bulk.ts';
import { random16 } from './random.ts';

/** A UDP port that speaks with one server alone. `Q` is what waits for an answer. */
export interface Port<Q> {
  readonly waiting: Map<number, Q>;
  /** An id that nothing waits for here. */
  newId(): number;
  send(bytes: Buffer, length: number): void;
  close(): void;
}

export interface PortEvents<Q> {
  message(port: Port<Q>, message: Buffer): void;
  /** The server's host says that nothing listens, or there is no way to it. */
  refused(port: Port<Q>): void;
}

const RECEIVE_BYTES = 1 << 20;

/** The kernel picks the port at random, and lets in only what comes from the server. Rejects when no port can be had. */
export function openPort<Q>(server: BulkServer, events: PortEvents<Q>): Promise<Port<Q>> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({
      type: isIPv6(server.host) ? 'udp6' : 'udp4',
      // The host is an address: nothing is looked up.
      lookup: (host, _options, found) => found(null, host, isIPv6(host) ? 6 : 4),
    });
    const waiting = new Map<number, Q>();
    const port: Port<Q> = {
      waiting,
      newId() {
        let id = random16();
        while (waiting.has(id)) id = random16();
        return id;
      },
      send(bytes, length) {
        socket.send(bytes, 0, length);
      },
      close() {
        waiting.clear();
        socket.close();
      },
    };
    socket.once('error', reject);
    socket.on('message', (message) => events.message(port, message));
    socket.connect(server.port, server.host, (error?: Error) => {
      socket.off('error', reject);
      socket.on('error', () => events.refused(port));
      if (error !== undefined) {
        socket.close();
        reject(error);
        return;
      }
      growReceiveBuffer(() => socket.setRecvBufferSize(RECEIVE_BYTES));
      resolve(port);
    });
  });
}

/** A system that gives no larger buffer gives the usual one. */
function growReceiveBuffer(grow: () => void): void {
  try {
    grow();
  } catch {}
}
