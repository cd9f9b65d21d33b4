import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { connect, type SecureContext } from 'node:tls';
import type { Sockets } from '../sockets.ts';
import type { AskByStream } from './connections.ts';
import { type DnsQuery, readReply } from './message.ts';
import type { DnsServer, Heard } from './server.ts';

const MEDIA_TYPE = 'application/dns-message';
const MAX_BYTES = 65_535;
const IDLE_MS = 2_000;

/** DNS over HTTPS (RFC 8484): POST, over kept connections. The certificate must hold for the name, or the address. */
export function createHttpsTransport(sockets: Sockets, context: () => SecureContext): AskByStream {
  const agents = new Map<string, Agent>();

  const agentOf = (server: DnsServer): Agent => {
    const name = server.secure?.name ?? null;
    const key = `${server.host} ${server.port} ${name}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, maxSockets: 4 });
    agent.createConnection = () =>
      sockets.track(
        connect({
          host: server.host,
          port: server.port,
          secureContext: context(),
          ...(name !== null && isIP(name) === 0 && { servername: name }),
        }),
      );
    agents.set(key, agent);
    return agent;
  };

  return (server, query, signal) =>
    new Promise((resolve) => {
      if (server.secure?.over !== 'https') throw new TypeError('no server of DNS over HTTPS');
      // An id of 0, so that equal questions are equal to caches (RFC 8484 section 4.1).
      const bytes = Buffer.from(query.bytes);
      bytes.writeUInt16BE(0, 0);
      const { name, path } = server.secure;
      const asking = request({
        agent: agentOf(server),
        host: name ?? server.host,
        port: server.port,
        path,
        method: 'POST',
        headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE, 'content-length': bytes.length },
        signal,
      });
      asking.on('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error)));
      asking.on('response', (response) => {
        resolve(readResponse(response, { ...query, id: 0 }));
      });
      asking.end(bytes);
    });
}

async function readResponse(response: IncomingMessage, query: DnsQuery): Promise<Heard> {
  const { statusCode, headers } = response;
  if (statusCode !== 200 || !(headers['content-type'] ?? '').toLowerCase().startsWith(MEDIA_TYPE)) {
    response.destroy();
    return { kind: 'lost', detail: `The server answers with HTTP status ${statusCode}, and no DNS message.` };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES)
        return { kind: 'malformed', detail: 'The answer is larger than a message can be.' };
      chunks.push(chunk);
    }
  } catch (error) {
    return failureOf(error as NodeJS.ErrnoException);
  }
  const reply = readReply(Buffer.concat(chunks), query);
  return reply.kind === 'foreign'
    ? { kind: 'malformed', detail: 'The answer is to another question.' }
    : reply;
}

function failureOf({ code, message }: NodeJS.ErrnoException): Heard {
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  return { kind: 'lost', detail: `The connection failed (${code ?? message}).` };
}
