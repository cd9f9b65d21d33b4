import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { Absent } from './bulk.ts';
import { parentOf } from './parent.ts';
import type { Answer, Question } from './question.ts';
import type { Upstream } from './upstream.ts';

/**
 * Keeps what untrusted resolvers call absent until the same resolver, asked for a name that is there, says so. A hit is
 * confirmed one by one; for absences that would be as much work as to ask the trusted resolvers alone.
 */
export interface Controls<T extends DnsType> {
  hold(upstream: Upstream<T>, question: Question<T>, absence: Absent): void;
  /** A hit that a trusted resolver has confirmed. */
  learn(name: string): void;
  /** Begins the controls that are due. */
  tick(now: number): void;
  /** Hands back all that is held and not under control. */
  flush(): void;
}

export interface ControlActions<T extends DnsType> {
  askTrusted(name: string): Promise<Answer<T>>;
  askOnly(upstream: Upstream<T>, name: string): Promise<Answer<T>>;
  release(question: Question<T>, absence: Absent): void;
  /** To be asked of the trusted resolvers. */
  askAnew(question: Question<T>): void;
  dismiss(upstream: Upstream<T>): void;
}

interface Held<T extends DnsType> {
  questions: Question<T>[];
  since: number;
  isUnderControl: boolean;
}

/** A name and what an honest resolver says of it. */
interface Known {
  name: string;
  state: 'present' | 'nodata';
}

const BATCH = 1_024;
const WAIT_MS = 250;
const KNOWN = 16;
const PARENTS = 1_024;
const ROOT: Known = { name: '', state: 'nodata' };

export function createControls<T extends DnsType>(actions: ControlActions<T>): Controls<T> {
  const all = new Map<Upstream<T>, Held<T>>();
  const hits: string[] = [];
  const parents = new Map<string, Promise<Known>>();
  let turn = 0;

  /** The closest name above that is there; the root when none is. */
  const findAbove = async (name: string): Promise<Known> => {
    for (let parent = parentOf(name); parent !== ''; parent = parentOf(parent)) {
      const answer = await actions.askTrusted(parent);
      if (answer.state === 'unknown') return ROOT;
      if (answer.state === 'present') return { name: parent, state: 'present' };
      if (answer.reason === 'nodata') return { name: parent, state: 'nodata' };
    }
    return ROOT;
  };

  const findKnown = (name: string): Promise<Known> => {
    if (hits.length > 0) {
      turn = (turn + 1) % hits.length;
      return Promise.resolve({ name: hits[turn] ?? '', state: 'present' });
    }
    const parent = parentOf(name);
    const known = parents.get(parent);
    if (known !== undefined) return known;
    if (parents.size >= PARENTS) parents.clear();
    const finding = findAbove(name);
    parents.set(parent, finding);
    return finding;
  };

  const judge = async (upstream: Upstream<T>, name: string): Promise<'honest' | 'liar' | 'silent'> => {
    const known = await findKnown(name);
    // Nothing is known to be there: there is no question whose answer would tell.
    if (known === ROOT) return 'honest';
    const answer = await actions.askOnly(upstream, known.name);
    if (answer.state === 'unknown') return 'silent';
    const isNothing =
      answer.state === 'absent' && (known.state === 'present' || answer.reason === 'nxdomain');
    return isNothing ? 'liar' : 'honest';
  };

  const askAnew = (held: Held<T>) => {
    const { questions } = held;
    held.questions = [];
    for (const question of questions) actions.askAnew(question);
  };

  const control = async (upstream: Upstream<T>, held: Held<T>) => {
    const { questions } = held;
    held.questions = [];
    held.isUnderControl = true;
    const verdict = await judge(upstream, questions.at(-1)?.name ?? '');
    held.isUnderControl = false;
    held.since = performance.now();
    if (verdict === 'liar') {
      actions.dismiss(upstream);
      askAnew(held);
    }
    for (const question of questions) {
      if (verdict === 'honest' && question.absence !== null) actions.release(question, question.absence);
      else actions.askAnew(question);
    }
  };

  return {
    hold(upstream, question, absence) {
      question.absence = absence;
      let held = all.get(upstream);
      if (held === undefined) {
        held = { questions: [], since: performance.now(), isUnderControl: false };
        all.set(upstream, held);
      }
      held.questions.push(question);
      if (held.questions.length >= BATCH && !held.isUnderControl) void control(upstream, held);
    },
    learn(name) {
      if (hits.length < KNOWN) hits.push(name);
    },
    tick(now) {
      for (const [upstream, held] of all) {
        if (held.questions.length === 0 || held.isUnderControl) continue;
        if (now - held.since > WAIT_MS) void control(upstream, held);
      }
    },
    flush() {
      for (const held of all.values()) askAnew(held);
    },
  };
}
