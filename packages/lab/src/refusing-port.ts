import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type Listener, loopback, openListener } from './listener.ts';

const TRIES = 20;

/**
 * A loopback port that refuses, over TCP and UDP, for as long as it is open: it belongs to the near end of connections
 * of ours, so nobody listens there and the kernel gives it to nobody else.
 */
export async function openRefusingPort(): Promise<Listener> {
  for (let attempt = 1; ; attempt += 1) {
    const tcp = await refuseTcp();
    const udp = createSocket('udp4');
    const failure = await new Promise<Error | null>((resolve) => {
      udp.once('error', resolve);
      // A connected socket takes nothing from anyone but its peer: what others send is answered by ICMP.
      udp.bind(tcp.port, loopback, () => udp.connect(tcp.port, loopback, () => resolve(null)));
    });
    if (!failure)
      return { port: tcp.port, close: async () => void (await Promise.all([tcp.close(), closed(udp)])) };
    udp.close();
    await tcp.close();
    if (attempt === TRIES) throw failure;
  }
}

async function closed(udp: ReturnType<typeof createSocket>): Promise<void> {
  await new Promise<void>((resolve) => udp.close(() => resolve()));
}

/** Over TCP alone, at the port given or at any. */
export async function refuseTcp(localPort?: number): Promise<Listener> {
  const peer = await openListener(createServer((socket) => socket.resume().unref()));
  const near = localPort === undefined ? {} : { localAddress: loopback, localPort };
  const holder = connect({ port: peer.port, host: loopback, ...near });
  try {
    await once(holder, 'connect');
  } catch (error) {
    await peer.close();
    throw error;
  }
  holder.on('error', () => holder.destroy());
  const { port } = holder.address() as AddressInfo;
  return {
    port,
    async close() {
      holder.destroy();
      await peer.close();
    },
  };
}
