import type { Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Every socket that a session has open, so that closing the session leaves none behind. */
export interface Sockets {
  track<S extends Socket | DatagramSocket>(socket: S): S;
  /** Destroys the connections and waits for all to be gone. Datagram sockets end by their own signal. */
  closeAll(): Promise<void>;
}

export function createSockets(): Sockets {
  const open = new Set<Socket | DatagramSocket>();
  return {
    track(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    },
    async closeAll() {
      const closed = [...open].map((socket) => once(socket, 'close'));
      for (const socket of open) {
        if ('destroy' in socket) socket.destroy();
      }
      await Promise.allSettled(closed);
    },
  };
}
