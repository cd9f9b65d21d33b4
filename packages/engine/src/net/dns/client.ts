import { unknown } from '@cyborux/contract';
import type { DnsType, DnsUnknownReason } from '../../protocols/dns-answer.ts';
import { bounded, type Stopped } from '../deadline.ts';
import type { Sockets } from '../sockets.ts';
import { type DnsMessage, encodeQuery } from './message.ts';
import { askByTcp } from './tcp.ts';
import { askByUdp, type DnsServer } from './udp.ts';

export interface DnsQuestion {
  name: string;
  type: DnsType;
  /** RD: asks the server to find the answer elsewhere. */
  recursion: boolean;
}

export type DnsOutcome =
  | { state: 'replied'; message: DnsMessage; durationMs: number }
  | { state: 'unknown'; reason: DnsUnknownReason; detail?: string };

export interface DnsClientOptions {
  timeoutMs: number;
  tries: number;
  sockets: Sockets;
}

interface Manner {
  edns: boolean;
  mixedCase: boolean;
}

/** How servers older than EDNS say that they do not know it (RFC 6891 section 7). */
const WITHOUT_EDNS = ['FORMERR', 'NOTIMP', 'BADVERS'];
const ANSWERS = ['NOERROR', 'NXDOMAIN'];

/**
 * Puts a question to the servers in turn until one answers. A server that declines or talks nonsense is not asked again, a
 * silent one is. Without an answer the outcome is what was heard last, silence counting least.
 */
export async function askServers(
  servers: readonly DnsServer[],
  question: DnsQuestion,
  options: DnsClientOptions,
  signal: AbortSignal,
): Promise<DnsOutcome> {
  const candidates = [...servers];
  const tries = Math.max(options.tries, servers.length);
  let last: DnsOutcome = unknown('unreachable', 'There is no server to ask.');
  for (let attempt = 0; attempt < tries; attempt++) {
    const server = candidates.shift();
    if (server === undefined) break;
    // Some firewalls drop what they do not know; the last try is as plain as in 1987.
    const isPlain = attempt > 0 && attempt === tries - 1;
    const outcome = await askServer(
      server,
      question,
      { edns: !isPlain, mixedCase: !isPlain },
      options,
      signal,
    );
    if (outcome.state === 'replied' && ANSWERS.includes(outcome.message.rcode)) return outcome;
    if (outcome.state === 'unknown' && outcome.reason === 'canceled') return outcome;
    const isSilent = outcome.state === 'unknown' && outcome.reason === 'timeout';
    if (isSilent) candidates.push(server);
    if (attempt === 0 || !isSilent) last = outcome;
  }
  return last;
}

async function askServer(
  server: DnsServer,
  question: DnsQuestion,
  manner: Manner,
  options: DnsClientOptions,
  signal: AbortSignal,
): Promise<DnsOutcome> {
  const started = performance.now();
  const outcome = await bounded(options.timeoutMs, signal, (within) =>
    askOnce(server, question, manner, options.sockets, within),
  );
  if (outcome.state === 'unknown') return outcome;
  return { ...outcome, durationMs: Math.round(performance.now() - started) };
}

async function askOnce(
  server: DnsServer,
  question: DnsQuestion,
  manner: Manner,
  sockets: Sockets,
  signal: AbortSignal,
): Promise<{ state: 'replied'; message: DnsMessage } | Exclude<DnsOutcome, { state: 'replied' }> | Stopped> {
  const query = encodeQuery(question, manner);
  if (query === null) return unknown('malformed', 'The name cannot be asked for.');
  const reply = await askByUdp(server, query, sockets, signal);
  if ('state' in reply) return reply;
  if (reply.kind === 'malformed') return unknown('malformed', reply.detail);
  if (reply.kind === 'other-case') {
    if (!manner.mixedCase) return unknown('malformed', 'The answer does not repeat the question.');
    return await askOnce(server, question, { ...manner, mixedCase: false }, sockets, signal);
  }
  if (manner.edns && WITHOUT_EDNS.includes(reply.message.rcode)) {
    return await askOnce(server, question, { ...manner, edns: false }, sockets, signal);
  }
  if (!reply.message.truncated) return { state: 'replied', message: reply.message };
  const whole = await askByTcp(server, query, sockets, signal);
  if (whole === null) return unknown('truncated', 'The answer is too large for UDP, and TCP does not work.');
  if (whole.kind === 'malformed') return unknown('malformed', whole.detail);
  if (whole.kind === 'other-case' || whole.message.truncated) {
    return unknown('malformed', 'The answer over TCP is not an answer to the question.');
  }
  return { state: 'replied', message: whole.message };
}
