import type { Socket } from 'node:net';
import { type DnsQuery, readReply } from './message.ts';
import type { Heard } from './server.ts';

/** A connection on which several questions are under way at once, answered in any order (RFC 7766 section 6.2.1.1). */
export interface DnsStream {
  ask(query: DnsQuery, signal: AbortSignal): Promise<Heard>;
  isOpen(): boolean;
}

interface Waiting {
  query: DnsQuery;
  settle(heard: Heard): void;
}

/** RFC 7766 section 6.2.3: a connection is kept for a few seconds at most. */
const IDLE_MS = 2_000;

/** Takes the socket over; it is closed when nothing has been asked for a while. */
export function createDnsStream(socket: Socket): DnsStream {
  const waiting = new Map<number, Waiting>();
  let open = true;
  let idle: NodeJS.Timeout | undefined;

  const settle = (id: number, heard: Heard) => {
    const one = waiting.get(id);
    waiting.delete(id);
    one?.settle(heard);
    if (waiting.size === 0 && open) idle = setTimeout(() => socket.destroy(), IDLE_MS).unref();
  };
  const end = (heard: Heard) => {
    open = false;
    clearTimeout(idle);
    socket.destroy();
    for (const id of [...waiting.keys()]) settle(id, heard);
  };
  const take = (bytes: Buffer) => {
    const [only] = waiting.size === 1 ? waiting.keys() : [];
    const id = bytes.length < 2 ? -1 : bytes.readUInt16BE(0);
    const key = waiting.has(id) ? id : only;
    const one = key === undefined ? undefined : waiting.get(key);
    if (key === undefined || one === undefined) return;
    const reply = readReply(bytes, one.query);
    const detail = 'The answer is to another question.';
    settle(key, reply.kind === 'foreign' ? { kind: 'malformed', detail } : reply);
  };

  socket.on('data', frameReader(take));
  socket.on('error', ({ code, message }: NodeJS.ErrnoException) =>
    end(
      code === 'ECONNREFUSED'
        ? { kind: 'refused' }
        : { kind: 'lost', detail: `The connection failed (${code ?? message}).` },
    ),
  );
  socket.on('close', () => end({ kind: 'lost', detail: 'The connection ended without an answer.' }));

  return {
    isOpen: () => open,
    ask(asked, signal) {
      return new Promise((resolve) => {
        const query = withFreeId(asked, waiting);
        const abort = () => settle(query.id, { kind: 'lost', detail: 'The question was given up.' });
        clearTimeout(idle);
        waiting.set(query.id, {
          query,
          settle(heard) {
            signal.removeEventListener('abort', abort);
            resolve(heard);
          },
        });
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        socket.write(framed(query.bytes));
      });
    },
  };
}

/** RFC 1035 section 4.2.2. */
export function framed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Cuts a stream into messages. It holds one message at most, and a chunk. */
export function frameReader(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 2;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= wanted) {
      const received: Buffer = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      wanted = 2 + received.readUInt16BE(0);
      const rest = received.length < wanted ? received : received.subarray(wanted);
      if (rest !== received) {
        take(received.subarray(2, wanted));
        wanted = 2;
      }
      chunks = rest.length > 0 ? [rest] : [];
      size = rest.length;
    }
  };
}

function withFreeId(query: DnsQuery, taken: ReadonlyMap<number, unknown>): DnsQuery {
  let { id } = query;
  while (taken.has(id)) id = (id + 1) & 0xffff;
  if (id === query.id) return query;
  const bytes = Buffer.from(query.bytes);
  bytes.writeUInt16BE(id, 0);
  return { ...query, bytes, id };
}
