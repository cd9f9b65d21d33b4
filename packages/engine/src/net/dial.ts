import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Unknown, unknown } from '@cyborux/contract';
import type { Nobody } from '../net.ts';
import type { Destination, Destinations } from './routes.ts';
import type { Sockets } from './sockets.ts';

export interface Connection {
  state: 'connected';
  socket: Socket;
  /** The address as the world knows it, whatever route led there. */
  address: string;
  port: number;
}

export type Failure = Nobody | Unknown;
/** This machine has no way to that family of addresses. */
type NoFamily = { state: 'no-family' };

export interface DialOptions {
  destinations: Destinations;
  sockets: Sockets;
  connectMs: number;
}

/** RFC 8305 section 8: how long one address may be silent before the next is tried beside it. */
const ATTEMPT_DELAY_MS = 250;
const MAX_ADDRESSES = 4;
const LACKS_FAMILY = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** The first address that lets us in. Each is checked against the egress policy as it is dialled. */
export async function dial(
  addresses: readonly string[],
  port: number,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Connection | Failure> {
  const race = new AbortController();
  const either = AbortSignal.any([signal, race.signal]);
  const attempts: Promise<Connection>[] = [];
  const failures: (Failure | NoFamily)[] = [];
  for (const address of addresses.slice(0, MAX_ADDRESSES)) {
    const attempt = dialOne(address, port, options, either).then((outcome) => {
      if (outcome.state === 'connected') return outcome;
      failures.push(outcome);
      throw new Error('No connection.');
    });
    attempts.push(attempt);
    const isDecided = await Promise.race([
      attempt.then(
        () => true,
        () => false,
      ),
      sleep(ATTEMPT_DELAY_MS, false, { ref: false }),
    ]);
    if (isDecided) break;
  }
  try {
    const winner = await Promise.any(attempts);
    for (const attempt of attempts) attempt.then((other) => other !== winner && other.socket.destroy(), noop);
    return winner;
  } catch {
    return verdict(failures);
  } finally {
    race.abort();
  }
}

function noop() {}

async function dialOne(
  address: string,
  port: number,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Connection | Failure | NoFamily> {
  const destination = options.destinations(address, port);
  if (destination.state !== 'allowed') return destination;
  const outcome = await open(destination, options, signal);
  if ('state' in outcome) return outcome;
  return { state: 'connected', socket: outcome, address, port };
}

function open(
  destination: Destination,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Socket | Failure | NoFamily> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(unknown('canceled'));
    const socket = options.sockets.track(
      connect({ host: destination.host, port: destination.port, noDelay: true }),
    );
    const end = (outcome: Socket | Failure | NoFamily) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if ('state' in outcome) socket.destroy();
      resolve(outcome);
    };
    const abort = () => end(unknown('canceled'));
    const timer = setTimeout(
      () => end(unknown('timeout', 'The connection was not accepted in time.')),
      options.connectMs,
    );
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => end(socket));
    // Stays for the socket's whole life: a reset later on is told by the stream that reads it.
    socket.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error)));
  });
}

function failureOf(error: NodeJS.ErrnoException): Failure | NoFamily {
  const code = error.code ?? 'unknown error';
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return { state: 'absent', reason: 'connection-refused' };
  if (code === 'ETIMEDOUT') return unknown('timeout', 'The connection was not accepted in time.');
  if (LACKS_FAMILY.includes(code)) return { state: 'no-family' };
  if (code === 'EHOSTUNREACH') return unknown('unreachable', 'The address cannot be reached.');
  return unknown('failed', `The connection failed (${code}).`);
}

/** Nobody is there only when no address leaves it open; a family that we lack says nothing beside one that we have. */
function verdict(failures: readonly (Failure | NoFamily)[]): Failure {
  const heard = failures.filter((failure) => failure.state !== 'no-family');
  const doubt = heard.find((failure) => failure.state === 'unknown');
  return doubt ?? heard[0] ?? unknown('unreachable', 'This machine has no way to that kind of address.');
}
