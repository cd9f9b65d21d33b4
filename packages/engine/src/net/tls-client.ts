import type { Socket } from 'node:net';
import type { DetailedPeerCertificate, SecureVersion, TLSSocket } from 'node:tls';
import type { Resolve, TlsAnswer, TlsFacts, TlsPeer } from '../net.ts';
import { bounded } from './deadline.ts';
import { type ReachOptions, reach } from './reach.ts';
import type { TlsContexts } from './tls-context.ts';
import { upgrade } from './tls-upgrade.ts';

/** More certificates than any honest chain has. */
const MAX_CHAIN = 16;
/** Where web servers listen; others may close on an ALPN that they do not know (RFC 7301 section 3.2). */
const WEB_PORTS = [443, 8443];

export interface TlsClientOptions extends ReachOptions {
  contexts: TlsContexts;
}

export interface TlsOffer {
  servername?: string | undefined;
  version?: TlsPeer['version'];
  alpn?: readonly string[];
  /** The oldest version of TLS that is offered, where not just one is. Default: TLS 1.2. */
  oldest?: SecureVersion;
}

/** One handshake, closed at once. */
export async function handshake(
  peer: TlsPeer,
  resolve: Resolve,
  options: TlsClientOptions,
  signal: AbortSignal,
): Promise<TlsAnswer> {
  return await reach(peer, resolve, options, signal, async ({ connection, left, startedAt }) => {
    const { socket, address, port } = connection;
    const offer = {
      servername: peer.servername,
      version: peer.version,
      ...(WEB_PORTS.includes(peer.port) ? { alpn: ['h2', 'http/1.1'] } : {}),
    };
    const place = { address, port, startedAt };
    return await bounded(left(), signal, async () => {
      const answer = await handshakeOn(socket, place, offer, options.contexts);
      if (answer.state !== 'upgraded') return answer;
      answer.tls.end();
      return { state: 'present', ...answer.facts };
    });
  });
}

export type SecuredConnection = { state: 'upgraded'; tls: TLSSocket; facts: TlsFacts };

/** The handshake on a connection that is open already. The session is the caller's to use and to end. */
export async function handshakeOn(
  socket: Socket,
  place: { address: string; port: number; startedAt: number },
  offer: TlsOffer,
  contexts: TlsContexts,
): Promise<SecuredConnection | Exclude<TlsAnswer, { state: 'present' }>> {
  const { address, port } = place;
  const oldest = offer.version ?? offer.oldest ?? 'TLSv1.2';
  const secureContext = contexts.lenient(oldest, offer.version ?? 'TLSv1.3');
  const outcome = await upgrade(socket, { ...offer, secureContext });
  if (outcome.state === 'rejected') return { ...outcome, address, port };
  if (outcome.state === 'unknown') return outcome;
  const durationMs = Math.round(performance.now() - place.startedAt);
  const facts = { address, port, durationMs, ...factsOf(outcome.tls, contexts) };
  return { state: 'upgraded', tls: outcome.tls, facts };
}

function factsOf(tls: TLSSocket, contexts: TlsContexts): Omit<TlsFacts, 'address' | 'port' | 'durationMs'> {
  return {
    protocol: tls.getProtocol() ?? '',
    cipher: tls.getCipher().standardName,
    chain: chainOf(tls.getPeerCertificate(true), contexts),
    pathError: pathErrorOf(tls),
    alpn: tls.alpnProtocol || null,
  };
}

/** OpenSSL's word for what is wrong with the path to a root, whatever the host is called. */
export function pathErrorOf(tls: TLSSocket): string | null {
  // Typed as an Error, but a code in fact.
  return tls.authorizationError ? String(tls.authorizationError) : null;
}

/**
 * The chain as Node tells it: in the order of issuers. Certificates that lead nowhere are not told, and a trusted root is
 * added from our own store whether or not it was sent; as clients need no root from the server, roots are left out.
 */
function chainOf(leaf: DetailedPeerCertificate, contexts: TlsContexts): string[] {
  const chain: string[] = [];
  let certificate: DetailedPeerCertificate | undefined = leaf;
  while (certificate?.raw !== undefined && chain.length < MAX_CHAIN) {
    const encoded = certificate.raw.toString('base64');
    if (chain.includes(encoded) || (chain.length > 0 && contexts.isRoot(encoded))) break;
    chain.push(encoded);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
