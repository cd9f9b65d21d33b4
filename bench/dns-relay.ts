import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A process between a resolver and its server on loopback that loses the given share of what passes, each way. */
const [to = '', share = ''] = process.argv.slice(2);
const LOSS = Number(share);
const CLIENTS = 64;
const BUFFER_BYTES = 4 << 20;

const listening = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES });
/** To the server, one for each port that asks, the longest unused first. */
const onwards = new Map<number, Promise<Socket>>();

async function openOnward(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES });
  socket.on('message', (message) => {
    if (Math.random() >= LOSS) listening.send(message, port, '127.0.0.1');
  });
  socket.connect(Number(to), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

listening.on('message', async (message, { port }) => {
  if (Math.random() < LOSS) return;
  const onward = onwards.get(port) ?? openOnward(port);
  onwards.delete(port);
  onwards.set(port, onward);
  const [oldest] = onwards.keys();
  if (onwards.size > CLIENTS && oldest !== undefined) {
    void onwards.get(oldest)?.then((socket) => socket.close());
    onwards.delete(oldest);
  }
  (await onward).send(message);
});
listening.bind(0, '127.0.0.1');
await once(listening, 'listening');
process.send?.(listening.address().port);
process.once('disconnect', () => process.exit());
