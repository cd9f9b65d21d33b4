import { unknown } from '@cyborux/contract';
import { type DnsClient, type DnsOutcome, type DnsUnknown, type Manner, serverKey } from './client.ts';
import type { DnsMessage, DnsQuestion } from './message.ts';
import type { DnsServer } from './server.ts';

/** The DNS's answer: which messages end the asking. */
export type IsAnswer = (message: DnsMessage) => boolean;

export type Asked =
  | { state: 'replied'; message: DnsMessage; durationMs: number; server: DnsServer }
  /** No server gave an answer. */
  | DnsUnknown;

interface Begun {
  server: DnsServer;
}

interface Attempt {
  begun: Begun;
  server: DnsServer;
  outcome: DnsOutcome;
}

/** The next server is asked when the one before has been silent for so long. */
const STAGGER_MS = 400;
const MAX_SERVERS = 8;
const MAX_NAMED = 6;

/** Whose word is it that the name exists or does not? */
function isYesOrNo({ rcode }: DnsMessage): boolean {
  return rcode === 'NOERROR' || rcode === 'NXDOMAIN';
}

/**
 * Puts a question to servers until one answers, those first that were not silent before. A server that declines or talks
 * nonsense is not asked again; beside a silent one the next is asked soon. Without an answer the reason is what was heard
 * first, silence counting least, and the detail names the servers and what each came to.
 */
export async function askServers(
  client: DnsClient,
  servers: readonly DnsServer[],
  question: DnsQuestion,
  options: Manner & { isAnswer?: IsAnswer },
  signal: AbortSignal,
): Promise<Asked> {
  const { isAnswer = isYesOrNo, dnssecOk = false } = options;
  const { tries, timeoutMs } = client.options;
  const silences = (server: DnsServer) => client.memory.silences(serverKey(server));
  const rank = (server: DnsServer) => client.memory.rank(serverKey(server));
  const waiting = servers.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_SERVERS);
  if (waiting.length === 0) return unknown('unreachable', 'There is no server to ask.');
  // A server that has not answered at all so far is not waited for again and again.
  const most = Math.max(waiting.length, waiting.every((server) => silences(server) >= tries) ? 1 : tries);
  const race = new AbortController();
  const cancel = () => race.abort();
  const arrivals = createArrivals();
  /** In the order in which they began. */
  const running: Begun[] = [];
  const attempts: Attempt[] = [];
  let begun = 0;

  const begin = (server: DnsServer) => {
    begun += 1;
    const self: Begun = { server };
    running.push(self);
    const manner = { dnssecOk, last: begun > 1 && begun === most };
    client
      .ask(server, question, manner, race.signal)
      .then((outcome) => arrivals.add({ begun: self, server, outcome }), arrivals.fail);
  };

  if (signal.aborted) return unknown('canceled');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    begin(waiting.shift() as DnsServer);
    while (running.length > 0) {
      const staggerMs = waiting.length > 0 ? Math.min(STAGGER_MS, timeoutMs / 2) : timeoutMs / 2;
      const next = await arrivals.next(begun < most ? staggerMs : null);
      if (next !== null) {
        const { begun: self, server, outcome } = next;
        const place = running.indexOf(self);
        if (outcome.state === 'replied' && isAnswer(outcome.message)) {
          const slower = running.slice(0, place).filter((one) => one.server !== server);
          for (const one of slower) client.memory.noteSlowness(serverKey(one.server));
          return { ...outcome, server };
        }
        running.splice(place, 1);
        if (outcome.state === 'unknown' && outcome.reason === 'canceled') return outcome;
        attempts.push(next);
        if (isSilence(outcome)) waiting.push(server);
      }
      // The datagram may have been lost: a silent server is asked again while it can still answer.
      const server = waiting.shift() ?? (next === null ? running[0]?.server : undefined);
      if (server !== undefined && begun < most) begin(server);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    race.abort();
  }
  return verdict(attempts);
}

/** Tells attempts one by one as they end. */
function createArrivals() {
  const arrived: Attempt[] = [];
  const broken: unknown[] = [];
  let wake = () => {};
  return {
    add(attempt: Attempt) {
      arrived.push(attempt);
      wake();
    },
    fail(error: unknown) {
      broken.push(error);
      wake();
    },
    /** Null when none has ended in time. */
    async next(waitMs: number | null): Promise<Attempt | null> {
      if (arrived.length === 0 && broken.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = waitMs === null ? undefined : setTimeout(resolve, waitMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (broken.length > 0) throw broken[0];
      return arrived.shift() ?? null;
    },
  };
}

function isSilence(outcome: DnsOutcome): boolean {
  return outcome.state === 'unknown' && outcome.reason === 'timeout';
}

function verdict(attempts: readonly Attempt[]): Asked {
  const { outcome } = attempts.find(({ outcome }) => !isSilence(outcome)) ?? attempts[0] ?? {};
  if (outcome === undefined) return unknown('unreachable', 'There is no server to ask.');
  const detail = pathOf(attempts);
  if (outcome.state === 'unknown') return unknown(outcome.reason, detail);
  return unknown(outcome.message.rcode === 'REFUSED' ? 'refused' : 'servfail', detail);
}

/** `192.0.2.53: no answer within 2000 ms (2 times); 192.0.2.54: REFUSED` */
function pathOf(attempts: readonly Attempt[]): string {
  const words = new Map<string, { word: string; times: number }>();
  for (const { server, outcome } of attempts) {
    const word = outcome.state === 'replied' ? outcome.message.rcode : (outcome.detail ?? outcome.reason);
    const place = server.port === 53 ? server.host : `${server.host} port ${server.port}`;
    const told = `${place}: ${word}`;
    words.set(told, { word: told, times: (words.get(told)?.times ?? 0) + 1 });
  }
  const parts = [...words.values()].map(({ word, times }) => (times > 1 ? `${word} (${times} times)` : word));
  return parts.slice(0, MAX_NAMED).join('; ');
}
