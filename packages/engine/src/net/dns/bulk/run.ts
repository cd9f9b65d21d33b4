import { unknown } from '@cyborux/contract';
import type { DnsType } from '../../../protocols/dns-answer.ts';
import { TYPE_CODES } from '../records.ts';
import type { Absent, BulkAnswer, BulkOptions, BulkResult, Failure } from './bulk.ts';
import { createControls } from './controls.ts';
import { type Feed, openFeed } from './feed.ts';
import type { Hit } from './message.ts';
import { type Outlet, openOutlet } from './outlet.ts';
import { createPool, type Pool } from './pool.ts';
import { type Answer, createQuestions, type Question, TIMEOUT } from './question.ts';
import { openUpstream, type Upstream } from './upstream.ts';
import { createWildcards } from './wildcard.ts';

const DEFAULTS = {
  recursion: true,
  tries: 10,
  timeoutMs: 3_000,
  patienceMs: 30_000,
  questionsPerPort: 10_000,
  wildcards: true,
  open: 16_384,
  spend: () => true,
};
const WINDOW = { initial: 16, max: 256 };
const PORTS_IN_ALL = 64;
const PORTS_OF_ONE = 4;
/** Answers that are none, before a name is given up at these resolvers. */
const FAILURES = 3;
const TICK_MS = 20;

const NOWHERE = { failedAt: [], lostAt: null };
const CANCELED: Failure = Object.freeze(unknown('canceled'));
const NOBODY: Failure = Object.freeze(unknown('unreachable', 'There is no resolver to ask.'));
const SPENT: Failure = Object.freeze(
  unknown('budget', 'The analysis has asked all the questions that it may.'),
);
const MALFORMED: Failure = Object.freeze(unknown('malformed', 'The name cannot be asked for.'));

/** Resolves all names, each once, in the order of their answers. */
export function startRun<T extends DnsType>(
  names: Iterable<string> | AsyncIterable<string>,
  options: BulkOptions<T>,
): AsyncIterator<BulkResult<T>> {
  const settings = { ...DEFAULTS, ...options };
  const questions = createQuestions<T>(TYPE_CODES[options.type], settings.recursion);
  const ending = new AbortController();
  /** Set: nothing is asked any more, and this is the answer. */
  let stopped: Failure | null = null;
  /** Names that are taken and have no answer yet. */
  let under = 0;
  let lastAnswer = performance.now();
  let isPumping = false;
  let isPumpingSoon = false;

  const outlet: Outlet<BulkResult<T>> = openOutlet(pumpWhenFull, () => stop(CANCELED));
  const feed: Feed = openFeed(names, pump, (error) => {
    outlet.fail(error);
    stop(CANCELED);
  });

  const hasTrusted = settings.trusted !== undefined && settings.trusted.length > 0;
  const servers = settings.resolvers.length + (settings.trusted?.length ?? 0);
  const openPool = (list: BulkOptions<T>['resolvers'], trusted: boolean): Pool<T> =>
    createPool(
      list.map((server) =>
        openUpstream<T>(
          server,
          {
            ...WINDOW,
            ...settings.window,
            timeoutMs: settings.timeoutMs,
            type: options.type,
            trusted,
            ports: settings.ports ?? Math.max(1, Math.min(PORTS_OF_ONE, Math.floor(PORTS_IN_ALL / servers))),
            questionsPerPort: settings.questionsPerPort,
            spend: settings.spend,
            signal: ending.signal,
          },
          { answered, lost, changed: pump },
        ),
      ),
      hasTrusted && !trusted,
    );
  const fast = openPool(settings.resolvers, !hasTrusted);
  const trusted = hasTrusted ? openPool(settings.trusted ?? [], true) : fast;
  const pools = hasTrusted ? [trusted, fast] : [fast];
  const upstreams = pools.flatMap((pool) => pool.upstreams);

  const askOwn = (name: string, only: Upstream<T> | null): Promise<Answer<T>> =>
    new Promise((resolve) => {
      const question = questions.make(name);
      if (question === null) {
        resolve(MALFORMED);
        return;
      }
      question.stage = only === null ? 'confirm' : 'ask';
      question.only = only;
      question.settle = resolve;
      dispatch(question);
    });
  const askTrusted = (name: string) => askOwn(name, null);

  const wildcards = settings.wildcards ? createWildcards<T>(askTrusted) : null;
  const controls = createControls<T>({
    askTrusted,
    askOnly: (upstream, name) => askOwn(name, upstream),
    release: conclude,
    askAnew: (question) => promote(question),
    dismiss: (upstream) => upstream.dismiss(),
  });

  const timer = setInterval(tick, TICK_MS);
  const cancel = () => stop(CANCELED);
  if (options.signal?.aborted) cancel();
  else options.signal?.addEventListener('abort', cancel, { once: true });
  pump();
  return outlet[Symbol.asyncIterator]();

  /** The trusted resolvers stand in while no other is usable. */
  function poolOf(stage: Question<T>['stage'], now: number): Pool<T> {
    return stage === 'confirm' || !fast.usable(now) ? trusted : fast;
  }

  function dispatch(question: Question<T>): void {
    const now = performance.now();
    if (stopped !== null) {
      conclude(question, stopped);
    } else if (question.only !== null) {
      if (question.only.usable(now)) send(question.only, question, now);
      else conclude(question, NOBODY);
    } else {
      const pool = poolOf(question.stage, now);
      const upstream = pool.queue.length === 0 ? pool.choose(question, now) : null;
      if (upstream !== null) send(upstream, question, now);
      else if (pool.alive()) pool.queue.push(question);
      else conclude(question, NOBODY);
    }
  }

  function send(upstream: Upstream<T>, question: Question<T>, now: number): void {
    if (settings.spend()) {
      upstream.ask(question, now);
      return;
    }
    give(SPENT);
    conclude(question, SPENT);
  }

  /** To the trusted resolvers, with fresh tries. */
  function promote(question: Question<T>): void {
    question.stage = 'confirm';
    question.losses = 0;
    question.failures = 0;
    dispatch(question);
  }

  function answered(upstream: Upstream<T>, question: Question<T>, answer: Answer<T>): void {
    const now = performance.now();
    lastAnswer = now;
    if (answer.state === 'unknown') {
      question.failure = answer;
      question.failures += 1;
      if (!question.failedAt.includes(upstream)) question.failedAt.push(upstream);
      judgeHealth(upstream, now);
      if (question.failures >= FAILURES) exhausted(question);
      else dispatch(question);
    } else {
      accept(upstream, question, answer);
    }
    pumpSoon();
  }

  function accept(upstream: Upstream<T>, question: Question<T>, answer: Hit<T> | Absent): void {
    if (question.settle !== null || upstream.trusted) {
      judgeFirst(question, answer);
      conclude(question, answer);
    } else if (answer.state === 'present') {
      question.hit = { from: upstream, reading: answer };
      promote(question);
    } else {
      controls.hold(upstream, question, answer);
    }
  }

  /** What a trusted answer says of the resolver that answered first. */
  function judgeFirst(question: Question<T>, answer: Hit<T> | Absent): void {
    if (question.hit === null) return;
    const { from } = question.hit;
    if (answer.state === 'present') {
      from.confirmed();
      controls.learn(question.name);
    } else {
      from.contradicted();
      if (from.lies()) from.dismiss();
    }
  }

  function lost(upstream: Upstream<T>, question: Question<T>): void {
    question.losses += 1;
    question.lostAt = upstream;
    judgeHealth(upstream, performance.now());
    if (question.losses >= settings.tries) exhausted(question);
    else dispatch(question);
  }

  function judgeHealth(upstream: Upstream<T>, now: number): void {
    (upstream.trusted ? trusted : fast).judge(upstream, now);
  }

  function exhausted(question: Question<T>): void {
    if (hasTrusted && question.stage === 'ask' && question.only === null) promote(question);
    else if (question.hit === null) conclude(question, question.failure);
    else conclude(question, { ...question.failure, detail: 'One resolver has it; no trusted one answers.' });
  }

  function conclude(question: Question<T>, answer: Answer<T>): void {
    const { name, settle } = question;
    questions.free(question);
    if (settle !== null) settle(answer);
    else if (answer.state === 'present') void mark(name, answer);
    else tell(name, answer);
  }

  async function mark(name: string, { state, records, aliases, ttl }: Hit<T>): Promise<void> {
    const hit = { state, records, aliases, ttl };
    const verdict = wildcards === null ? 'unknown' : wildcards.judge(name, hit);
    tell(name, { ...hit, wildcard: typeof verdict === 'string' ? verdict : await verdict });
  }

  function tell(name: string, answer: BulkAnswer<T>): void {
    under -= 1;
    outlet.push({ name, answer });
    endWhenDone();
  }

  /** Once for all answers of one turn: a server that is woken for a burst costs less than one woken for each question. */
  function pumpSoon(): void {
    if (isPumpingSoon) return;
    isPumpingSoon = true;
    setImmediate(() => {
      isPumpingSoon = false;
      pump();
    });
  }

  function pumpWhenFull(): void {
    if (under + outlet.size() >= settings.open - 1) pump();
  }

  /** As many questions as there is room for: those that wait, then further names. */
  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    const now = performance.now();
    for (const pool of pools) drain(pool, now);
    while (under + outlet.size() < settings.open) {
      const pool = poolOf('ask', now);
      const upstream = stopped === null && pool.alive() ? pool.choose(NOWHERE, now) : null;
      if (upstream === null && stopped === null && pool.alive()) break;
      const name = feed.take();
      if (name === undefined) break;
      under += 1;
      begin(name, upstream, now);
    }
    isPumping = false;
    endWhenDone();
  }

  function begin(name: string, upstream: Upstream<T> | null, now: number): void {
    const question = questions.make(name);
    if (question === null) tell(name, MALFORMED);
    else if (upstream === null) conclude(question, stopped ?? NOBODY);
    else send(upstream, question, now);
  }

  function drain(pool: Pool<T>, now: number): void {
    while (pool.queue.length > 0) {
      if (!pool.alive() || (pool !== trusted && !pool.usable(now))) {
        for (const question of pool.queue.splice(0)) dispatch(question);
        return;
      }
      const next = pool.next(now);
      if (next === null) return;
      send(next.upstream, next.question, now);
    }
  }

  function tick(): void {
    const now = performance.now();
    for (const upstream of upstreams) upstream.sweep(now);
    controls.tick(now);
    if (under === 0) lastAnswer = now;
    else if (now - lastAnswer > settings.patienceMs) give(TIMEOUT);
    pump();
  }

  /** Nothing is asked any more: what is open gets this answer. */
  function give(answer: Failure): void {
    if (stopped !== null) return;
    stopped = answer;
    for (const upstream of upstreams) for (const question of upstream.abandon()) conclude(question, answer);
    for (const pool of pools) for (const question of pool.queue.splice(0)) conclude(question, answer);
    controls.flush();
    pump();
  }

  function stop(answer: Failure): void {
    feed.stop();
    give(answer);
    endWhenDone();
  }

  function endWhenDone(): void {
    if (under > 0 || !feed.ended() || ending.signal.aborted) return;
    ending.abort();
    clearInterval(timer);
    options.signal?.removeEventListener('abort', cancel);
    for (const upstream of upstreams) upstream.close();
    outlet.end();
  }
}
