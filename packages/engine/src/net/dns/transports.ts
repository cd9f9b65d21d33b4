import { connect, isIP } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { Sockets } from '../sockets.ts';
import { createConnections } from './connections.ts';
import { createHttpsTransport } from './https.ts';
import type { DnsQuery } from './message.ts';
import type { DnsServer, Heard } from './server.ts';
import { askByUdp } from './udp.ts';

/** `spent`: the analysis has asked all the questions that it may. */
export type Sent = Heard | { kind: 'spent' };
export type Send = (server: DnsServer, query: DnsQuery, signal: AbortSignal) => Promise<Sent>;

/** The ways that a message can take. Each counts. */
export interface Transports {
  udp: Send;
  tcp: Send;
  /** TLS or HTTPS, as the server's address says. */
  secure: Send;
  /** Counts a message that takes a way of its own. False when there may be no more. */
  spend(): boolean;
  /** Messages sent so far. */
  sent(): number;
}

export interface TransportOptions {
  sockets: Sockets;
  /** Trusts what servers over TLS must show. */
  secureContext: () => SecureContext;
  /** Messages that may be sent in all. */
  budget: number;
}

export function createTransports({ sockets, secureContext, budget }: TransportOptions): Transports {
  let sent = 0;
  const spend = () => {
    if (sent >= budget) return false;
    sent += 1;
    return true;
  };
  const counted =
    (send: (server: DnsServer, query: DnsQuery, signal: AbortSignal) => Promise<Heard>): Send =>
    async (server, query, signal) => {
      return spend() ? await send(server, query, signal) : { kind: 'spent' };
    };
  const byTls = createConnections(({ host, port, secure }) => {
    const name = secure?.name ?? null;
    const sni = name === null || isIP(name) !== 0 ? {} : { servername: name };
    return sockets.track(connectTls({ host, port, secureContext: secureContext(), ...sni }));
  });
  const byHttps = createHttpsTransport(sockets, secureContext);
  return {
    udp: counted((server, query, signal) => askByUdp(server, query, sockets, signal)),
    tcp: counted(
      createConnections(({ host, port }) => sockets.track(connect({ host, port, noDelay: true }))),
    ),
    secure: counted((server, query, signal) =>
      server.secure?.over === 'https' ? byHttps(server, query, signal) : byTls(server, query, signal),
    ),
    spend,
    sent: () => sent,
  };
}
