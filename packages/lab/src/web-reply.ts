import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface PageRequest {
  scheme: 'http' | 'https';
  /** As asked for, lower case, without a port. */
  host: string;
  /** With its query. */
  path: string;
  /** The Origin field. */
  origin?: string;
}

/** A response that is sent as it is, whether or not HTTP allows it. */
export interface Reply {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | Buffer | Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** Writes the bytes past node:http, which refuses or changes some, and ends the connection. */
export async function sendReply(socket: Socket, reply: Reply, options: { headOnly: boolean }): Promise<void> {
  if (socket.writableEnded || socket.destroyed) return;
  const { body } = reply;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const bytes = Buffer.from(body);
    const head = headOf(reply, [['Content-Length', String(bytes.length)]]);
    socket.end(options.headOnly ? head : Buffer.concat([head, bytes]));
    return;
  }
  if (options.headOnly) {
    socket.end(headOf(reply, []));
    return;
  }
  socket.write(headOf(reply, []));
  // A client that leaves before the end of an endless page does right.
  await pipeline(Readable.from(body), socket).catch(() => socket.destroy());
}

function headOf(reply: Reply, more: Reply['headers']): Buffer {
  const headers = [...reply.headers, ...more, ['Connection', 'close'] as const];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? 'Unknown'}\r\n${lines.join('')}\r\n`,
  );
}
