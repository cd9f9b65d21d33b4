import { connect } from 'node:net';
import type { Sockets } from '../sockets.ts';
import { type DnsQuery, readReply } from './message.ts';
import type { DnsServer, OwnReply } from './udp.ts';

/** One question over a connection of its own (RFC 7766). Null when no whole answer comes. Ends with the signal. */
export function askByTcp(
  server: DnsServer,
  query: DnsQuery,
  sockets: Sockets,
  signal: AbortSignal,
): Promise<OwnReply | null> {
  return new Promise((resolve) => {
    const socket = sockets.track(connect({ host: server.host, port: server.port }));
    let received = Buffer.alloc(0);
    const end = (outcome: OwnReply | null) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(outcome);
    };
    const abort = () => end(null);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.bytes.length);
      socket.write(Buffer.concat([length, query.bytes]));
    });
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const reply = readReply(received.subarray(2, 2 + received.readUInt16BE(0)), query);
      end(
        reply.kind === 'foreign'
          ? { kind: 'malformed', detail: 'The answer is to another question.' }
          : reply,
      );
    });
  });
}
