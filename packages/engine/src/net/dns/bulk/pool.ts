import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { Question } from './question.ts';
import type { Upstream } from './upstream.ts';

/** Resolvers of one kind, and the questions that wait for room at any of them. */
export interface Pool<T extends DnsType> {
  readonly upstreams: readonly Upstream<T>[];
  readonly queue: Question<T>[];
  /**
   * One with room, in turn: another than where the question got lost, if there is one with room, and than where it failed,
   * if there is one at all.
   */
  choose(tried: Tried<T>, now: number): Upstream<T> | null;
  /** Takes from the queue what can be asked now. */
  next(now: number): { question: Question<T>; upstream: Upstream<T> } | null;
  /** Sets aside the resolver that only fails, unless it is the last of a pool that must not fall empty. */
  judge(upstream: Upstream<T>, now: number): void;
  alive(): boolean;
  usable(now: number): boolean;
}

export type Tried<T extends DnsType> = Pick<Question<T>, 'failedAt' | 'lostAt'>;

/** Questions in the queue that may overtake those before them. */
const LOOK_AHEAD = 32;
/** Failures in a row. A bad line loses no such number. */
const FAILING = 32;

export function createPool<T extends DnsType>(
  upstreams: readonly Upstream<T>[],
  mayFallEmpty: boolean,
): Pool<T> {
  const queue: Question<T>[] = [];
  let turn = 0;
  const pool: Pool<T> = {
    upstreams,
    queue,
    choose(tried, now) {
      let isAnotherBusy = false;
      let lossy: Upstream<T> | null = null;
      let failed: Upstream<T> | null = null;
      for (let count = 0; count < upstreams.length; count++) {
        turn = turn + 1 < upstreams.length ? turn + 1 : 0;
        const upstream = upstreams[turn];
        if (upstream === undefined) continue;
        const hasFailed = tried.failedAt.length > 0 && tried.failedAt.includes(upstream);
        if (!upstream.free(now)) isAnotherBusy ||= !hasFailed && upstream.usable(now);
        else if (hasFailed) failed = upstream;
        else if (tried.lostAt === upstream) lossy = upstream;
        else return upstream;
      }
      return lossy ?? (isAnotherBusy ? null : failed);
    },
    next(now) {
      const reach = Math.min(queue.length, LOOK_AHEAD);
      for (let index = 0; index < reach; index++) {
        const question = queue[index];
        const upstream = question === undefined ? null : pool.choose(question, now);
        if (question === undefined || upstream === null) continue;
        queue.splice(index, 1);
        return { question, upstream };
      }
      return null;
    },
    judge(upstream, now) {
      if (upstream.failing() < FAILING || !upstream.usable(now)) return;
      const isNeeded = !mayFallEmpty && !upstreams.some((other) => other !== upstream && other.usable(now));
      if (!isNeeded) upstream.setAside(now);
    },
    alive: () => upstreams.some((upstream) => upstream.alive()),
    usable: (now) => upstreams.some((upstream) => upstream.usable(now)),
  };
  return pool;
}
