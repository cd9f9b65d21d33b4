import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listening extends AsyncDisposable {
  port: number;
  /** Connections that are open now. */
  open: Set<Socket>;
  /** Connections that there ever were. */
  accepted(): number;
}

/** Has the server listen on a free port of loopback until the block ends. */
export async function listen(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    open,
    accepted: () => accepted,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of loopback on which nothing listens. */
export async function closedPort(server: Server): Promise<number> {
  const { port } = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
