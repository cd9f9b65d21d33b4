import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

type Socket = IncomingMessage['socket'];

const SWEEP_MS = 50;
const LAST_CALL_MS = 5_000;

/**
 * Lets a server stop as soon as the requests under way are answered. Left alone, it waits for minutes: for connections
 * that clients keep alive after their answer, and for those that they opened in advance and never used.
 */
export function letGoOnClose(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    const sweep = setInterval(() => {
      app.server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, SWEEP_MS);
    const lastCall = setTimeout(() => app.server.closeAllConnections(), LAST_CALL_MS);
    app.server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(lastCall);
    });
  });
}
