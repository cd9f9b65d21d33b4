import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { BulkServer, Failure } from './bulk.ts';
import { type Reading, readMessage } from './message.ts';
import { openPort, type Port } from './port.ts';
import { compareQuestion, stampQuery } from './query.ts';
import type { Answer, Question } from './question.ts';
import { askByTcp } from './tcp.ts';
import { createWindow, type WindowOptions } from './window.ts';

/** One resolver: its ports, its window, its health. */
export interface Upstream<T extends DnsType> {
  readonly trusted: boolean;
  /** Has a port or opens one, and was not dismissed. */
  alive(): boolean;
  /** Alive, and not set aside for a while. */
  usable(now: number): boolean;
  /** Usable, with room for a further question. */
  free(now: number): boolean;
  ask(question: Question<T>, now: number): void;
  /** Hands back the questions that have waited long enough. */
  sweep(now: number): void;
  /** Hands over all questions, which are not to be answered any more. */
  abandon(): Question<T>[];
  /** How many times in a row there was no good answer. */
  failing(): number;
  /** Not asked for a while, twice as long each time until a good answer comes. */
  setAside(now: number): void;
  /** Never asked again. */
  dismiss(): void;
  /** A trusted resolver contradicts a hit, or confirms it. */
  contradicted(): void;
  confirmed(): void;
  /** Contradicted too often for chance. */
  lies(): boolean;
  close(): void;
}

export interface UpstreamEvents<T extends DnsType> {
  answered(upstream: Upstream<T>, question: Question<T>, answer: Answer<T>): void;
  lost(upstream: Upstream<T>, question: Question<T>): void;
  /** A port has opened, or none can be. */
  changed(): void;
}

export interface UpstreamOptions<T extends DnsType> extends WindowOptions {
  type: T;
  trusted: boolean;
  ports: number;
  questionsPerPort: number;
  /** Asked before a question goes by TCP. */
  spend: () => boolean;
  /** Ends what goes by TCP. */
  signal: AbortSignal;
}

const FIRST_REST = 2_000;
const LONGEST_REST = 60_000;
const SECOND_CHANCE = 4;
/** A contradiction can be chance: records change, and caches keep them. */
const LIES = 3;
const LYING_SHARE = 0.2;

const UNREACHABLE: Failure = Object.freeze({
  state: 'unknown',
  reason: 'unreachable',
  detail: 'The port of the resolver refuses.',
});
const CUT: Failure = Object.freeze({
  state: 'unknown',
  reason: 'truncated',
  detail: 'The answer is too large for UDP, and TCP does not work.',
});
const ERROR: Failure = Object.freeze({
  state: 'unknown',
  reason: 'servfail',
  detail: 'The server answers with an error.',
});

interface Counted {
  port: Port<unknown>;
  questions: number;
  replacing: boolean;
}

export function openUpstream<T extends DnsType>(
  server: BulkServer,
  options: UpstreamOptions<T>,
  events: UpstreamEvents<T>,
): Upstream<T> {
  type OwnPort = Port<Question<T>>;
  const window = createWindow(options);
  const ports: (Counted & { port: OwnPort })[] = [];
  const retired = new Set<OwnPort>();
  const overTcp = new Set<Question<T>>();
  let opening = options.ports;
  let closed = false;
  let dismissed = false;
  let turn = 0;
  let inFlight = 0;
  let mixedCase = true;
  let failures = 0;
  let lastGood = -1;
  let restUntil = 0;
  let restMs = FIRST_REST;
  let agreed = 0;
  let disagreed = 0;

  const take = (port: OwnPort, question: Question<T>) => {
    port.waiting.delete(question.id);
    inFlight -= 1;
    if (port.waiting.size === 0 && retired.delete(port)) port.close();
  };

  /** What was under way when it was set aside counts no more. */
  const fail = (now: number) => {
    if (now >= restUntil) failures += 1;
  };

  const settle = (question: Question<T>, reading: Answer<T>) => {
    if (reading.state === 'unknown') {
      fail(performance.now());
    } else {
      failures = 0;
      lastGood = performance.now();
      restMs = FIRST_REST;
    }
    events.answered(upstream, question, reading);
  };

  const askAgainByTcp = async (question: Question<T>) => {
    if (!options.spend()) {
      settle(question, CUT);
      return;
    }
    overTcp.add(question);
    inFlight += 1;
    const query = question.wire.subarray(0, question.length);
    const message = await askByTcp(server, query, options.timeoutMs, options.signal);
    inFlight -= 1;
    if (!overTcp.delete(question)) return;
    const isOurs =
      message !== null &&
      message.readUInt16BE(0) === question.id &&
      compareQuestion(message, question.wire, question.length) !== 'other';
    const reading: Reading<T> = isOurs ? readMessage(message, question.length, options.type) : CUT;
    settle(question, reading.state === 'truncated' ? CUT : reading);
  };

  const read = (port: OwnPort, message: Buffer) => {
    if (message.length < 12) return;
    const question = port.waiting.get(message.readUInt16BE(0));
    if (question === undefined || (message[2] ?? 0) < 0x80) return;
    const likeness = compareQuestion(message, question.wire, question.length);
    if (likeness === 'other' && !isBareError(message)) return;
    take(port, question);
    if (question.round !== null) window.answered(question.round, performance.now() - question.sentAt);
    if (likeness === 'other') {
      settle(question, ERROR);
      return;
    }
    if (likeness === 'case' && mixedCase) {
      // This one does not keep the case. It is asked in lower case from now on.
      mixedCase = false;
      events.lost(upstream, question);
      return;
    }
    const reading = readMessage(message, question.length, options.type);
    if (reading.state === 'truncated') void askAgainByTcp(question);
    else settle(question, reading);
  };

  const refuse = (port: OwnPort) => {
    const now = performance.now();
    for (const question of port.waiting.values()) {
      question.failure = UNREACHABLE;
      // A server that starts anew is back in a moment.
      question.deadline = Math.min(question.deadline, now + 100 * (1 + question.losses));
    }
  };

  const open = () => openPort<Question<T>>(server, { message: read, refused: refuse });

  const openFirst = async () => {
    try {
      const port = await open();
      if (closed) port.close();
      else ports.push({ port, questions: 0, replacing: false });
    } catch {
      // The others may open; without any the resolver is not alive.
    }
    opening -= 1;
    if (!closed) events.changed();
  };

  const replace = async (old: Counted & { port: OwnPort }) => {
    old.replacing = true;
    try {
      const port = await open();
      if (closed) {
        port.close();
        return;
      }
      ports[ports.indexOf(old)] = { port, questions: 0, replacing: false };
      if (old.port.waiting.size === 0) old.port.close();
      else retired.add(old.port);
    } catch {
      // There is no other port to be had now: the old one serves on.
      old.questions = 0;
      old.replacing = false;
    }
  };

  const upstream: Upstream<T> = {
    trusted: options.trusted,
    alive: () => !dismissed && (ports.length > 0 || opening > 0),
    usable: (now) => now >= restUntil && upstream.alive(),
    free: (now) => ports.length > 0 && inFlight < window.size() && upstream.usable(now),
    ask(question, now) {
      turn = turn + 1 < ports.length ? turn + 1 : 0;
      const current = ports[turn];
      if (current === undefined) throw new Error('A resolver without a port was asked.');
      const { port } = current;
      const id = port.newId();
      stampQuery(question.wire, question.length, id, mixedCase);
      question.id = id;
      question.round = window.sent();
      question.sentAt = now;
      question.deadline = now + window.patience(question.losses);
      port.waiting.set(id, question);
      inFlight += 1;
      port.send(question.wire, question.length);
      current.questions += 1;
      if (current.questions >= options.questionsPerPort && !current.replacing) void replace(current);
    },
    sweep(now) {
      for (const port of [...ports.map((each) => each.port), ...retired]) {
        for (const question of port.waiting.values()) {
          if (question.deadline > now) continue;
          take(port, question);
          if (question.round !== null) window.lost(question.round);
          // A line that loses some brings answers to later questions.
          if (question.sentAt > lastGood) fail(now);
          events.lost(upstream, question);
        }
      }
    },
    abandon() {
      const all = [...overTcp];
      overTcp.clear();
      for (const port of [...ports.map((each) => each.port), ...retired]) {
        for (const question of port.waiting.values()) {
          take(port, question);
          all.push(question);
        }
      }
      return all;
    },
    failing: () => failures,
    setAside(now) {
      restUntil = now + restMs;
      restMs = Math.min(LONGEST_REST, restMs * 2);
      // When it comes back, a few failures more are enough.
      failures -= SECOND_CHANCE;
      window.shrink();
    },
    dismiss() {
      dismissed = true;
    },
    contradicted() {
      disagreed += 1;
    },
    confirmed() {
      agreed += 1;
    },
    lies: () => disagreed >= LIES && disagreed > (agreed + disagreed) * LYING_SHARE,
    close() {
      closed = true;
      for (const { port } of ports) port.close();
      for (const port of retired) port.close();
    },
  };
  for (let count = 0; count < options.ports; count++) void openFirst();
  return upstream;
}

/** An error may come without the question that it is about (RFC 1035 section 7.3). */
function isBareError(message: Buffer): boolean {
  const rcode = (message[3] ?? 0) & 0xf;
  return message.readUInt16BE(4) === 0 && rcode !== 0 && rcode !== 3;
}
