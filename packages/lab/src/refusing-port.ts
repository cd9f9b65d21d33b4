import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type Listener, loopback, openListener } from './listener.ts';

/**
 * A loopback port that refuses connections for as long as it is open: it belongs to the near end of a connection of
 * ours, so nobody listens there and the kernel gives it to nobody else.
 */
export async function openRefusingPort(): Promise<Listener> {
  const peer = await openListener(createServer((socket) => socket.resume().unref()));
  const holder = connect(peer.port, loopback);
  await once(holder, 'connect');
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
