import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { Absent, Failure } from './bulk.ts';
import type { Hit, Reading } from './message.ts';
import { QUERY_BYTES, writeQuery } from './query.ts';
import type { Upstream } from './upstream.ts';
import type { Round } from './window.ts';

/** What a resolver says in the end. */
export type Answer<T extends DnsType> = Exclude<Reading<T>, { state: 'truncated' }>;

/** One name on its way to an answer. Used again for another name afterwards: a million names take no million of these. */
export interface Question<T extends DnsType> {
  name: string;
  readonly wire: Buffer;
  length: number;
  /** `confirm`: it is at the trusted resolvers. */
  stage: 'ask' | 'confirm';
  /** Who answered that they have no answer. */
  failedAt: Upstream<T>[];
  /** Where it was lost last. */
  lostAt: Upstream<T> | null;
  id: number;
  sentAt: number;
  /** Of the window of the resolver where it is under way. */
  round: Round | null;
  /** When it counts as lost. */
  deadline: number;
  losses: number;
  /** Answers that were none. */
  failures: number;
  /** Why there is no answer yet. */
  failure: Failure;
  /** What an untrusted resolver says is there, while it is confirmed. */
  hit: { from: Upstream<T>; reading: Hit<T> } | null;
  /** What an untrusted resolver says, until it has passed a control. */
  absence: Absent | null;
  /** One of our own: asked of this resolver alone. */
  only: Upstream<T> | null;
  /** One of our own: who waits for it. */
  settle: ((answer: Answer<T>) => void) | null;
}

export const TIMEOUT: Failure = Object.freeze({
  state: 'unknown',
  reason: 'timeout',
  detail: 'No resolver answers in time.',
});

export interface Questions<T extends DnsType> {
  /** Null when the name cannot be asked for. */
  make(name: string): Question<T> | null;
  free(question: Question<T>): void;
}

export function createQuestions<T extends DnsType>(type: number, recursion: boolean): Questions<T> {
  const spare: Question<T>[] = [];
  return {
    make(name) {
      const question = spare.pop() ?? blank<T>();
      question.length = writeQuery(question.wire, name, type, recursion);
      question.name = name;
      if (question.length > 0) return question;
      spare.push(question);
      return null;
    },
    free(question) {
      question.stage = 'ask';
      if (question.failedAt.length > 0) question.failedAt = [];
      question.lostAt = null;
      question.losses = 0;
      question.failures = 0;
      question.failure = TIMEOUT;
      question.hit = null;
      question.absence = null;
      question.only = null;
      question.settle = null;
      spare.push(question);
    },
  };
}

function blank<T extends DnsType>(): Question<T> {
  return {
    name: '',
    wire: Buffer.alloc(QUERY_BYTES),
    length: 0,
    stage: 'ask',
    failedAt: [],
    lostAt: null,
    id: 0,
    sentAt: 0,
    round: null,
    deadline: 0,
    losses: 0,
    failures: 0,
    failure: TIMEOUT,
    hit: null,
    absence: null,
    only: null,
    settle: null,
  };
}
