import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { refuseTcp } from './refusing-port.ts';

export type Transport = 'udp' | 'tcp';

/** What goes back: bytes, several messages (over TCP), nothing at all, or (over TCP) a reset. */
export type Reply = Buffer | readonly Buffer[] | 'silence' | 'reset';

export interface DnsListener {
  host: string;
  /** The same number for UDP and TCP. */
  port: number;
  close(): Promise<void>;
}

export type Answerer = (query: Buffer, transport: Transport) => Reply | Promise<Reply>;

const HOST = '127.0.0.1';
const TRIES = 20;
const IDLE_MS = 10_000;

/** Listens on a free loopback port for UDP and TCP alike; without `tcp`, connections to it are refused. */
export async function listenDns(answer: Answerer, { tcp = true } = {}): Promise<DnsListener> {
  const both = await bindBoth(tcp ? (port) => listenTcp(answer, port) : refuseTcp);
  const { udp, port } = both;
  udp.on('message', async (query, peer) => {
    const reply = await answer(query, 'udp');
    if (Buffer.isBuffer(reply) && !closed) udp.send(reply, peer.port, peer.address);
  });

  let closed = false;
  return {
    host: HOST,
    port,
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all([new Promise<void>((resolve) => udp.close(() => resolve())), both.tcp.close()]);
    },
  };
}

async function listenTcp(answer: Answerer, port: number): Promise<Pick<DnsListener, 'close'>> {
  const connections = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => connections.delete(socket));
    readFramed(socket, async (query) => {
      const reply = await answer(query, 'tcp');
      if (reply === 'reset') socket.resetAndDestroy();
      if (typeof reply === 'string' || !socket.writable) return;
      const messages = Buffer.isBuffer(reply) ? [reply] : reply;
      socket.write(Buffer.concat(messages.map(framed)));
    });
  });
  await listening(server, port);
  return {
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
}

/** A message over TCP has its length before it (RFC 1035 section 4.2.2). */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

export function readFramed(socket: Socket, take: (message: Buffer) => void): void {
  let held = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      take(held.subarray(2, end));
      held = held.subarray(end);
    }
  });
}

/** The kernel picks the UDP port; TCP may find that number taken, so we try again. */
async function bindBoth(
  openTcp: (port: number) => Promise<Pick<DnsListener, 'close'>>,
): Promise<{ udp: UdpSocket; tcp: Pick<DnsListener, 'close'>; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const udp = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      udp.once('error', reject);
      udp.bind(0, HOST, resolve);
    });
    const { port } = udp.address();
    try {
      return { udp, tcp: await openTcp(port), port };
    } catch (failure) {
      udp.close();
      if (attempt === TRIES) throw failure;
    }
  }
}
