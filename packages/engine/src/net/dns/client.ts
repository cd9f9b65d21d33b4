import { unknown } from '@cyborux/contract';
import type { DnsUnknownReason } from '../../protocols/dns-answer.ts';
import { bounded, type Stopped } from '../deadline.ts';
import type { Cookies } from './cookies.ts';
import { createCookies } from './cookies.ts';
import { PLAIN_EDNS } from './edns.ts';
import { createServerMemory, type ServerMemory } from './memory.ts';
import { type DnsMessage, type DnsQuery, type DnsQuestion, encodeQuery } from './message.ts';
import type { DnsServer } from './server.ts';
import type { Sent, Transports } from './transports.ts';

export type DnsUnknown = { state: 'unknown'; reason: DnsUnknownReason; detail?: string };
export type DnsOutcome = { state: 'replied'; message: DnsMessage; durationMs: number } | DnsUnknown;

/** Waits for room at the server and for its pace; null when the signal is raised first. */
export type Enter = (server: DnsServer, signal: AbortSignal) => Promise<(() => void) | null>;

export interface DnsClientOptions {
  /** One try. */
  timeoutMs: number;
  /** Of a silent server. */
  tries: number;
  transports: Transports;
  enter: Enter;
  /** Silences after which a server that has never answered is no longer asked for a while. Default: never. */
  patience?: number;
}

export interface Manner {
  /** DO: signatures are wanted. Then there is no question without EDNS. */
  dnssecOk?: boolean;
}

/** Asks one server one question, as often as it takes to learn what it says. */
export interface DnsClient {
  /** The try that is `last` is as plain as in 1987: some firewalls drop what they do not know. */
  ask(
    server: DnsServer,
    question: DnsQuestion,
    manner: Manner & { last?: boolean },
    signal: AbortSignal,
  ): Promise<DnsOutcome>;
  memory: ServerMemory;
  options: DnsClientOptions;
}

/** How servers older than EDNS say that they do not know it (RFC 6891 section 7). */
const WITHOUT_EDNS = ['FORMERR', 'NOTIMP', 'BADVERS'];

interface Form {
  edns: boolean;
  mixedCase: boolean;
  dnssecOk: boolean;
  /** BADCOOKIE was the answer before (RFC 7873 section 5.3). */
  freshCookie: boolean;
}

export function createDnsClient(options: DnsClientOptions): DnsClient {
  const memory = createServerMemory(options.patience ?? Number.POSITIVE_INFINITY);
  const cookies = createCookies();
  return {
    memory,
    options,
    async ask(server, question, { dnssecOk = false, last = false }, signal) {
      const leave = await options.enter(server, signal);
      if (leave === null) return unknown('canceled');
      if (memory.isGivenUp(serverKey(server))) {
        leave();
        return unknown('timeout', 'The server has been silent all along.');
      }
      const started = performance.now();
      const isPlain = !dnssecOk && (last || memory.needsPlain(serverKey(server)));
      // Compressed data may point into the question, whose case signatures do not cover.
      const form = { edns: !isPlain, mixedCase: !isPlain && !dnssecOk, dnssecOk, freshCookie: false };
      try {
        const outcome = await bounded(options.timeoutMs, signal, (within) =>
          askInForm({ server, question, cookies, memory, transports: options.transports }, form, within),
        );
        if (outcome.state === 'replied')
          return { ...outcome, durationMs: Math.round(performance.now() - started) };
        if (outcome.reason === 'timeout') memory.noteSilence(serverKey(server));
        return outcome;
      } finally {
        leave();
      }
    },
  };
}

export function serverKey({ host, port }: DnsServer): string {
  return `${host} ${port}`;
}

interface Asking {
  server: DnsServer;
  question: DnsQuestion;
  cookies: Cookies;
  memory: ServerMemory;
  transports: Transports;
}

type Told = { state: 'replied'; message: DnsMessage } | DnsUnknown | Stopped;

async function askInForm(asking: Asking, form: Form, signal: AbortSignal): Promise<Told> {
  const { server, question, cookies, memory, transports } = asking;
  const key = serverKey(server);
  const isSecure = server.secure !== undefined;
  const options = isSecure ? [] : [cookies.option(key)];
  const edns = form.edns ? { ...PLAIN_EDNS, dnssecOk: form.dnssecOk, options } : null;
  const query = encodeQuery(question, { edns, mixedCase: form.mixedCase });
  if (query === null) return unknown('malformed', 'The name cannot be asked for.');
  const send = isSecure ? transports.secure : transports.udp;
  const told = readSent(await send(server, query, signal));
  if (told.state === 'unknown') return told;
  const { message } = told;
  if (!cookies.accept(key, message)) return unknown('malformed', 'The answer holds a cookie of another.');
  if (!message.raw.sameCase) {
    if (!form.mixedCase) return unknown('malformed', 'The answer does not repeat the question.');
    return await askInForm(asking, { ...form, mixedCase: false }, signal);
  }
  if (message.rcode === 'BADCOOKIE') {
    if (form.freshCookie) return await askByTcp(asking, query, signal);
    return await askInForm(asking, { ...form, freshCookie: true }, signal);
  }
  if (form.edns && !form.dnssecOk && WITHOUT_EDNS.includes(message.rcode)) {
    return await askInForm(asking, { ...form, edns: false }, signal);
  }
  memory.noteAnswer(key, form.edns);
  return message.truncated ? await askByTcp(asking, query, signal) : told;
}

async function askByTcp({ server, transports }: Asking, query: DnsQuery, signal: AbortSignal): Promise<Told> {
  const sent = await transports.tcp(server, query, signal);
  if (sent.kind === 'refused' || sent.kind === 'lost') {
    return unknown('truncated', 'The answer is too large for UDP, and TCP does not work.');
  }
  const told = readSent(sent);
  if (told.state === 'unknown') return told;
  if (!told.message.raw.sameCase || told.message.truncated) {
    return unknown('malformed', 'The answer over TCP is not an answer to the question.');
  }
  return told;
}

function readSent(sent: Sent): { state: 'replied'; message: DnsMessage } | DnsUnknown {
  if (sent.kind === 'reply') return { state: 'replied', message: sent.message };
  if (sent.kind === 'malformed') return unknown('malformed', sent.detail);
  if (sent.kind === 'spent')
    return unknown('budget', 'The analysis has asked all the questions that it may.');
  if (sent.kind === 'refused') return unknown('unreachable', 'Nothing listens at the server.');
  return unknown('unreachable', sent.detail);
}
