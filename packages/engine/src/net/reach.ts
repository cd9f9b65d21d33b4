import { isIP } from 'node:net';
import { type Unknown, unknown } from '@cyborux/contract';
import type { Nobody, Resolve } from '../net.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { bounded } from './deadline.ts';
import { type Connection, type DialOptions, dial } from './dial.ts';
import type { Gate } from './pace.ts';

export interface Peer {
  /** Name or address. */
  host: string;
  port: number;
  /** Dialled instead of the host's own. */
  address?: string | undefined;
}

export interface ReachOptions extends DialOptions {
  gate: Gate;
  totalMs: number;
}

/** What an exchange works with: the connection, the milliseconds that it has left, and when it began. */
export interface Exchange {
  connection: Connection;
  left(): number;
  startedAt: number;
  signal: AbortSignal;
}

/**
 * Resolves, waits for room at the host, dials, exchanges; the connection does not outlive the exchange. The clock
 * starts when there is room: waiting for our own other connections is not the peer's silence.
 */
export async function reach<T>(
  peer: Peer,
  resolve: Resolve,
  options: ReachOptions,
  signal: AbortSignal,
  exchange: (exchange: Exchange) => Promise<T>,
): Promise<T | Nobody | Unknown> {
  const found = await addressesOf(peer.address ?? peer.host, resolve);
  if (found.state !== 'present') return found;
  const leave = await options.gate.enter(found.addresses.toSorted()[0] ?? '', signal);
  if (leave === null) return unknown('canceled');
  try {
    const startedAt = performance.now();
    const left = () => Math.max(0, options.totalMs - (performance.now() - startedAt));
    const connection = await bounded(left(), signal, (within) =>
      dial(found.addresses, peer.port, options, within),
    );
    if (connection.state !== 'connected') return connection;
    try {
      return await exchange({ connection, left, startedAt, signal });
    } finally {
      connection.socket.destroy();
    }
  } finally {
    leave();
  }
}

async function addressesOf(
  host: string,
  resolve: Resolve,
): Promise<{ state: 'present'; addresses: readonly string[] } | Nobody | Unknown> {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if (isIP(bare) !== 0) return { state: 'present', addresses: [bare] };
  const answers = await Promise.all([resolve(host, 'A'), resolve(host, 'AAAA')]);
  const [v4 = [], v6 = []] = answers.map(recordsOf);
  // Two of each family at first, so that a family that is down does not use up all tries.
  const addresses = [...v4.slice(0, 2), ...v6.slice(0, 2), ...v4.slice(2), ...v6.slice(2)];
  if (addresses.length > 0) return { state: 'present', addresses };
  const doubt = answers.find((answer) => answer.state === 'unknown');
  if (doubt !== undefined) return doubt;
  const isGone = answers.some((answer) => answer.state === 'absent' && answer.reason === 'nxdomain');
  return { state: 'absent', reason: isGone ? 'nxdomain' : 'nodata' };
}
