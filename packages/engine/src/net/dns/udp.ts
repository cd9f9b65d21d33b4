import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { unknown } from '@cyborux/contract';
import type { Sockets } from '../sockets.ts';
import type { DnsQuery, Reply } from './message.ts';
import { readReply } from './message.ts';

export interface DnsServer {
  host: string;
  port: number;
}

export type OwnReply = Exclude<Reply, { kind: 'foreign' }>;
export type Unreachable = { state: 'unknown'; reason: 'unreachable'; detail?: string };

/**
 * One question from a fresh port, which the kernel picks at random. The socket is connected: packets from elsewhere do not
 * arrive, those with another id or question are passed over. Ends with the signal.
 */
export function askByUdp(
  server: DnsServer,
  query: DnsQuery,
  sockets: Sockets,
  signal: AbortSignal,
): Promise<OwnReply | Unreachable> {
  return new Promise((resolve) => {
    const socket = sockets.track(createSocket(isIPv6(server.host) ? 'udp6' : 'udp4'));
    let ended = false;
    const end = (outcome: OwnReply | Unreachable) => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', abort);
      socket.close();
      resolve(outcome);
    };
    const abort = () => end(unknown('unreachable', 'The question was given up.'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(unknown('unreachable', `The server cannot be reached (${error.code}).`)),
    );
    socket.on('message', (datagram) => {
      const reply = readReply(datagram, query);
      if (reply.kind !== 'foreign') end(reply);
    });
    signal.addEventListener('abort', abort, { once: true });
    socket.connect(server.port, server.host, (error?: Error) => {
      if (error === undefined && !ended) socket.send(query.bytes);
    });
  });
}
