import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { IssuedCertificate } from '../certificates.ts';
import { type Listener, openListener } from '../listener.ts';
import { secureContextOptions } from '../secure-context.ts';
import type { StandInBehaviour } from '../spec.ts';
import { type Answer, json, type StandIn, type World } from './stand-in.ts';

export interface StandInServerOptions {
  issued: IssuedCertificate;
  world: World;
  slowMs: number;
  behaviourFor(domain: string | null): StandInBehaviour;
}

/** Serves a stand-in over HTTPS on loopback, as well or as badly as it is told to. */
export function openStandIn(standIn: StandIn, options: StandInServerOptions): Promise<Listener> {
  const connections = new Map<number | undefined, Socket>();

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '', `https://${standIn.host}`);
    const methods = standIn.takesBody ? ['POST'] : ['GET', 'HEAD'];
    if (url === null || !methods.includes(request.method ?? '')) {
      send(response, json(400, { message: 'Bad Request' }));
      return;
    }
    const body = standIn.takesBody ? await text(request) : undefined;
    const behaviour = options.behaviourFor(standIn.domainOf(url, body));
    if (behaviour === 'down') {
      // Only the socket under TLS can be reset.
      connections.get(request.socket.remotePort)?.resetAndDestroy();
      return;
    }
    if (behaviour === 'slow') {
      const timer = setTimeout(
        () => send(response, standIn.answer(url, options.world, body)),
        options.slowMs,
      );
      response.on('close', () => clearTimeout(timer));
      return;
    }
    if (behaviour === 'rate-limited') response.setHeader('Retry-After', '1');
    send(response, answerOf(standIn, { url, body }, behaviour, options.world));
  }

  const server = createServer(secureContextOptions(options.issued), (request, response) =>
    respond(request, response).catch(() => response.destroy()),
  );
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    connections.set(remotePort, socket);
    socket.on('close', () => connections.delete(remotePort));
  });
  return openListener(server);
}

function answerOf(
  standIn: StandIn,
  { url, body }: { url: URL; body: string | undefined },
  behaviour: Exclude<StandInBehaviour, 'down' | 'slow'>,
  world: World,
): Answer {
  switch (behaviour) {
    case 'rate-limited':
      return standIn.rateLimited;
    case 'empty':
      return standIn.empty(url);
    case 'malformed':
      return standIn.broken(standIn.answer(url, world, body));
    case 'answer':
      return standIn.answer(url, world, body);
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { 'Content-Type': answer.type, 'Content-Length': body.length });
  response.end(body);
}
