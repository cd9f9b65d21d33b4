import { createServer as createHttps } from 'node:https';
import { createServer as createTls, type TLSSocket } from 'node:tls';
import dnsPacket, { type DecodedPacket, type Packet } from 'dns-packet';
import { framed, frameReader } from '../dns/stream.ts';
import type { Leaf } from './certificates.ts';
import { listen } from './server.ts';

/** Null: silence. A number: that HTTP status, without a message. */
export type SaySecurely = (query: DecodedPacket) => Packet | number | null;

export interface SecureDnsServer extends AsyncDisposable {
  port: number;
  asked: DecodedPacket[];
  connections(): number;
}

/** A resolver of DNS over TLS on loopback. */
export async function startTlsServer(leaf: Leaf, say: SaySecurely): Promise<SecureDnsServer> {
  const asked: DecodedPacket[] = [];
  const server = createTls({ cert: leaf.cert, key: leaf.key }, (socket: TLSSocket) => {
    socket.on('error', () => {});
    socket.on(
      'data',
      frameReader((bytes) => {
        const query = dnsPacket.decode(bytes);
        asked.push(query);
        const said = say(query);
        if (said !== null && typeof said !== 'number') socket.write(framed(dnsPacket.encode(said)));
      }),
    );
  });
  const { port, accepted, [Symbol.asyncDispose]: end } = await listen(server);
  return { port, asked, connections: accepted, [Symbol.asyncDispose]: end };
}

/** A resolver of DNS over HTTPS on loopback, at `/dns-query`. */
export async function startHttpsServer(leaf: Leaf, say: SaySecurely): Promise<SecureDnsServer> {
  const asked: DecodedPacket[] = [];
  const server = createHttps({ cert: leaf.cert, key: leaf.key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const isAsked =
      request.method === 'POST' &&
      request.url === '/dns-query' &&
      request.headers['content-type'] === 'application/dns-message';
    if (!isAsked) return void response.writeHead(400).end();
    const query = dnsPacket.decode(Buffer.concat(chunks));
    asked.push(query);
    const said = say(query);
    if (said === null) return;
    if (typeof said === 'number') return void response.writeHead(said).end('no');
    response.writeHead(200, { 'content-type': 'application/dns-message' }).end(dnsPacket.encode(said));
  });
  const { port, accepted, [Symbol.asyncDispose]: end } = await listen(server);
  return { port, asked, connections: accepted, [Symbol.asyncDispose]: end };
}
