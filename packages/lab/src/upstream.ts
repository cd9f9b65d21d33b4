import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { framed, readFramed } from './dns-listener.ts';
import { decodeMessage, encodeMessage, FLAG, lower, type Message, type WireName } from './dns-wire.ts';

export interface Endpoint {
  host: string;
  port: number;
}

/** A message, or null when none came that could be read. */
export type Heard = Message | null;

export interface Upstream {
  /** Asks one server over UDP, and over TCP when the answer is truncated. */
  ask(server: Endpoint, name: WireName, type: number, timeoutMs: number): Promise<Heard>;
  close(): Promise<void>;
}

interface Asked {
  port: number;
  name: WireName;
  type: number;
  settle(heard: Heard): void;
}

const UDP_SIZE = 1232;

/** The asking side of a recursive resolver: one UDP socket for all servers on loopback. */
export async function openUpstream(): Promise<Upstream> {
  const udp = createSocket('udp4');
  const waiting = new Map<number, Asked>();
  const connections = new Set<Socket>();

  udp.on('message', (bytes, peer) => {
    if (bytes.length < 12) return;
    const asked = waiting.get(bytes.readUInt16BE(0));
    if (asked?.port === peer.port) asked.settle(readAnswer(bytes, asked.name, asked.type));
  });
  udp.on('error', () => {});
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));

  function freeId(): number {
    let id = randomInt(0x10000);
    while (waiting.has(id)) id = randomInt(0x10000);
    return id;
  }

  function askUdp(server: Endpoint, name: WireName, type: number, timeoutMs: number): Promise<Heard> {
    return new Promise((resolve) => {
      const id = freeId();
      const timer = setTimeout(() => settle(null), timeoutMs);
      function settle(heard: Heard): void {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(heard);
      }
      waiting.set(id, { port: server.port, name, type, settle });
      udp.send(encodeMessage(question(id, name, type)), server.port, server.host);
    });
  }

  function askTcp(server: Endpoint, name: WireName, type: number, timeoutMs: number): Promise<Heard> {
    return new Promise((resolve) => {
      const socket = connect(server.port, server.host);
      connections.add(socket);
      socket.setTimeout(timeoutMs, () => socket.destroy());
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        connections.delete(socket);
        resolve(null);
      });
      readFramed(socket, (bytes) => {
        resolve(readAnswer(bytes, name, type));
        socket.destroy();
      });
      socket.write(framed(encodeMessage(question(randomInt(0x10000), name, type))));
    });
  }

  return {
    async ask(server, name, type, timeoutMs) {
      const heard = await askUdp(server, name, type, timeoutMs);
      if (!heard || (heard.flags & FLAG.TC) === 0) return heard;
      return askTcp(server, name, type, timeoutMs);
    },
    async close() {
      for (const asked of [...waiting.values()]) asked.settle(null);
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => udp.close(() => resolve()));
    },
  };
}

function question(id: number, name: WireName, type: number): Message {
  return {
    id,
    flags: 0,
    question: { name, type, class: 1 },
    answers: [],
    authorities: [],
    additionals: [],
    edns: { udpSize: UDP_SIZE, dnssecOk: true },
  };
}

/** Null as well when it answers another question. */
function readAnswer(bytes: Buffer, name: WireName, type: number): Heard {
  try {
    const message = decodeMessage(bytes);
    const { question: asked } = message;
    return asked && asked.type === type && lower(asked.name) === lower(name) ? message : null;
  } catch {
    return null;
  }
}
