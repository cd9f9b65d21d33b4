import { connect } from 'node:net';
import type { BulkServer } from './bulk.ts';

/** One question over a connection of its own (RFC 7766). Null when no whole answer comes in time. */
export function askByTcp(
  server: BulkServer,
  query: Buffer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Buffer | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port });
    const chunks: Buffer[] = [];
    let received = 0;
    let size = 0;
    const end = (answer: Buffer | null) => {
      signal.removeEventListener('abort', giveUp);
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const giveUp = () => end(null);
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.on('error', giveUp);
    socket.on('close', giveUp);
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (size === 0 && received >= 2) size = 2 + Buffer.concat(chunks).readUInt16BE(0);
      if (size > 0 && received >= size) end(Buffer.concat(chunks).subarray(2, size));
    });
  });
}
