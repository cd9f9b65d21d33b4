import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { type Listener, openListener } from './listener.ts';
import { openSilentPort } from './silent-port.ts';
import type { PortBehaviour } from './spec.ts';

export type Protocol = 'http' | 'https' | 'smtp';

/** Loopback ports that misbehave. Each kind is opened at its first use and shared from then on. */
export interface MisbehavingPorts {
  /** Null for `refuse`: what is not routed refuses. */
  portFor(behaviour: PortBehaviour, protocol: Protocol): Promise<number | null>;
  close(): Promise<void>;
}

/** A beginning that makes a client wait for the rest: of a header, a TLS record (RFC 8446 section 5.1), a reply. */
const dripOpenings: Record<Protocol, Buffer> = {
  http: Buffer.from('HTTP/1.1 200 OK\r\nX-Drip: '),
  https: Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0x00, 0x3f, 0xfc]),
  smtp: Buffer.from('220-'),
};

export function createMisbehavingPorts(): MisbehavingPorts {
  const opened = new Map<string, Promise<Listener>>();

  function share(kind: string, open: () => Promise<Listener>): Promise<Listener> {
    const listener = opened.get(kind) ?? open();
    opened.set(kind, listener);
    return listener;
  }

  async function portFor(behaviour: PortBehaviour, protocol: Protocol): Promise<number | null> {
    if (behaviour === 'refuse') return null;
    if (behaviour === 'silent') return (await share('silent', openSilentPort)).port;
    if (behaviour === 'garbage') return (await share('garbage', openGarbagePort)).port;
    return (await share(`drip ${protocol}`, () => openDripPort(dripOpenings[protocol]))).port;
  }

  async function close(): Promise<void> {
    const listeners = await Promise.all(opened.values());
    await Promise.all(listeners.map((listener) => listener.close()));
  }

  return { portFor, close };
}

function openDripPort(opening: Buffer): Promise<Listener> {
  return openListener(createServer((socket) => drip(socket, opening)));
}

function drip(socket: Socket, opening: Buffer): void {
  let sent = 0;
  const sendNext = () => {
    socket.write(opening.subarray(sent, sent + 1).toString('latin1') || 'a', 'latin1');
    sent += 1;
  };
  sendNext();
  const timer = setInterval(sendNext, 1_000);
  socket.on('close', () => clearInterval(timer));
  socket.resume();
}

function openGarbagePort(): Promise<Listener> {
  return openListener(
    createServer((socket) => {
      socket.write(noise);
      socket.on('data', () => socket.write(noise));
    }),
  );
}

/** The same noise always; no TLS record begins with its first byte, and a reader of lines finds their ends. */
const noise = Buffer.concat([
  Buffer.from([0xff, 0x00]),
  ...Array.from({ length: 8 }, (_, index) => createHash('sha256').update(`noise ${index}`).digest()),
  Buffer.from('\r\n'),
]);
