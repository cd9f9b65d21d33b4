import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on an ephemeral loopback port. */
export interface Listener {
  port: number;
  /** Ends every connection too. */
  close(): Promise<void>;
}

export const loopback = '127.0.0.1';

export async function openListener(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // A peer that goes away is the peer's business.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, loopback);
  await once(server, 'listening');

  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return { port: (server.address() as AddressInfo).port, close };
}
