import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Sockets } from '../sockets.ts';
import { type DnsQuery, readReply } from './message.ts';
import type { DnsServer, Heard } from './server.ts';

/**
 * One question from a fresh port, which the kernel picks at random. The socket is connected: packets from elsewhere do not
 * arrive, those with another id or question are passed over. Ends with the signal.
 */
export function askByUdp(
  server: Pick<DnsServer, 'host' | 'port'>,
  query: DnsQuery,
  sockets: Sockets,
  signal: AbortSignal,
): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = sockets.track(createSocket(isIPv6(server.host) ? 'udp6' : 'udp4'));
    let ended = false;
    const end = (heard: Heard) => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', abort);
      socket.close();
      resolve(heard);
    };
    const abort = () => end({ kind: 'lost', detail: 'The question was given up.' });
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      end(
        code === 'ECONNREFUSED'
          ? { kind: 'refused' }
          : { kind: 'lost', detail: `The server cannot be reached (${code}).` },
      ),
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
