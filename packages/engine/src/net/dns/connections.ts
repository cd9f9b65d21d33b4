import type { Socket } from 'node:net';
import type { DnsQuery } from './message.ts';
import type { DnsServer, Heard } from './server.ts';
import { createDnsStream, type DnsStream } from './stream.ts';

/** Asks over a connection that is kept for the next question to the same server. */
export type AskByStream = (server: DnsServer, query: DnsQuery, signal: AbortSignal) => Promise<Heard>;

/** @param open begins a connection to the server */
export function createConnections(open: (server: DnsServer) => Socket): AskByStream {
  const kept = new Map<string, DnsStream>();

  return async (server, query, signal) => {
    const key = `${server.host} ${server.port}`;
    const used = kept.get(key);
    if (used?.isOpen()) {
      const heard = await used.ask(query, signal);
      // The server may have closed what was kept; that says nothing about the question (RFC 7766 section 6.2.4).
      if (heard.kind !== 'lost' || signal.aborted) return heard;
    }
    const current = kept.get(key);
    const stream = current?.isOpen() && current !== used ? current : createDnsStream(open(server));
    kept.set(key, stream);
    return await stream.ask(query, signal);
  };
}
