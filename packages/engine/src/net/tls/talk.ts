import { type Unknown, unknown } from '@cyborux/contract';
import type { Nobody, Resolve } from '../../net.ts';
import { type StarttlsProtocol, type StarttlsStep, starttlsSteps } from '../../protocols/tls-starttls.ts';
import { bounded } from '../deadline.ts';
import type { Connection } from '../dial.ts';
import { type ReachOptions, reach } from '../reach.ts';

/** Whom to ask, and how to get to where TLS begins. */
export interface TlsTarget {
  /** Name or address to dial. */
  host: string;
  port: number;
  address?: string;
  /** SNI; none when left out. */
  servername?: string;
  /** The protocol that begins in the clear; TLS from the first octet when left out. */
  starttls?: StarttlsProtocol;
}

/** What a talk needs of its session. */
export interface TalkOptions extends ReachOptions {
  /** Told in EHLO. Default: the address literal of the connection (RFC 5321 section 4.1.3). */
  heloName?: string | undefined;
}

/** How a peer ends a talk. */
export type Ending = 'closed' | 'reset';

/** One connection, octets in and out. It does not outlive the work that was done on it. */
export interface Talk {
  send(bytes: Buffer): void;
  /** What arrived since, or how it ended; `quiet` when nothing came in the time given. */
  next(): Promise<Buffer | Ending>;
  next(withinMs: number): Promise<Buffer | Ending | 'quiet'>;
  /** The address that was dialled. */
  address: string;
}

/** It speaks, but the way to TLS is barred. */
export type NoStart = { state: 'no-start'; reason: 'refused' | 'other-protocol' | 'closed'; sample: string };
export type TalkOutcome<T> = T | NoStart | Nobody | Unknown;

/** A greeting is short: more than this is none. */
const MAX_GREETING = 16_384;
/** More than any of our talks needs. */
const MAX_RECEIVED = 1 << 20;

/** Dials by the session's rules, goes through the prelude in the clear, and does the work on the open connection. */
export async function talk<T>(
  target: TlsTarget,
  resolve: Resolve,
  options: TalkOptions,
  signal: AbortSignal,
  work: (talk: Talk) => Promise<T>,
): Promise<TalkOutcome<T>> {
  return await reach<TalkOutcome<T>>(target, resolve, options, signal, async ({ connection, left }) =>
    bounded<TalkOutcome<T>>(left(), signal, async () => {
      const open = openTalk(connection);
      if (target.starttls !== undefined) {
        const local = connection.socket.localAddress ?? '127.0.0.1';
        const client = options.heloName ?? (local.includes(':') ? `[IPv6:${local}]` : `[${local}]`);
        const steps = starttlsSteps(target.starttls, { host: target.servername ?? target.host, client });
        const barred = await goThrough(open, steps);
        if (barred !== null) return barred;
      }
      return await work(open);
    }),
  );
}

async function goThrough(open: Talk, steps: readonly StarttlsStep[]): Promise<NoStart | null> {
  for (const step of steps) {
    if (step.send !== null) open.send(step.send);
    let reply: Buffer = Buffer.alloc(0);
    for (let reading = step.read(reply); reading !== 'agreed'; reading = step.read(reply)) {
      const sample = reply.subarray(0, 200).toString('latin1');
      if (reading !== 'more') return { state: 'no-start', reason: reading, sample };
      if (reply.length > MAX_GREETING) return { state: 'no-start', reason: 'other-protocol', sample };
      const chunk = await open.next();
      if (typeof chunk === 'string') return { state: 'no-start', reason: 'closed', sample };
      reply = Buffer.concat([reply, chunk]);
    }
  }
  return null;
}

function openTalk({ socket, address }: Connection): Talk {
  const chunks: Buffer[] = [];
  let ending: Ending | null = null;
  let received = 0;
  let wake = () => {};
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    chunks.push(chunk);
    if (received > MAX_RECEIVED) socket.destroy();
    wake();
  });
  const end = (how: Ending) => {
    ending ??= how;
    wake();
  };
  socket.once('end', () => end('closed'));
  socket.once('close', (hadError) => end(hadError ? 'reset' : 'closed'));

  async function next(): Promise<Buffer | Ending>;
  async function next(withinMs: number): Promise<Buffer | Ending | 'quiet'>;
  async function next(withinMs?: number): Promise<Buffer | Ending | 'quiet'> {
    if (chunks.length === 0 && ending === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = withinMs === undefined ? undefined : setTimeout(resolve, withinMs);
      await promise;
      clearTimeout(timer);
    }
    if (chunks.length > 0) return Buffer.concat(chunks.splice(0));
    return ending ?? 'quiet';
  }

  return {
    address,
    next,
    send(bytes) {
      if (socket.writable) socket.write(bytes);
    },
  };
}

/** Nothing was learnt of what was asked. */
export function isNothing(outcome: { state: string }): outcome is NoStart | Nobody | Unknown {
  return ['no-start', 'absent', 'unknown'].includes(outcome.state);
}

/** The same, as an Unknown. */
export function asUnknown(outcome: NoStart | Nobody | Unknown): Unknown {
  if (outcome.state === 'unknown') return outcome;
  return outcome.state === 'absent'
    ? unknown('unreachable', 'The port stopped answering.')
    : unknown('failed', 'The server would not go over to TLS.');
}
