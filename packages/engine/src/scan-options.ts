import type { Entity, Observation, SourceOutcome } from '@cyborux/contract';
import type { AnyCheck } from './check.ts';
import type { NetSession } from './net.ts';
import type { AnyProbe } from './probe.ts';
import type { Target } from './scope.ts';
import type { Source } from './source.ts';

export interface ScanOptions {
  target: Target;
  net: NetSession;
  sources: readonly Source[];
  probes: readonly AnyProbe[];
  checks: readonly AnyCheck[];
  /** Source id to key. */
  keys: Readonly<Record<string, string>>;
  /** When the analysis must be published, done or not. */
  deadline: Date;
  now: () => Date;
  /** 0 to 1, for the jitter of retries. */
  random?: () => number;
  /** What an interrupted run of the same scan already yielded; it is neither done nor yielded again. */
  known?: KnownFacts;
  /** Raised to cancel: the generator ends early, without a result. */
  signal?: AbortSignal;
  /** False: what tells of persons is not taken in, and sources of nothing else are not asked. Default: true. */
  personalData?: boolean;
  budgets?: Partial<Budgets>;
}

export interface KnownFacts {
  entities: readonly { entity: Entity; via: { module: string; from: string | null } }[];
  observations: readonly Observation[];
  sources: readonly SourceOutcome[];
}

export interface Budgets {
  /** Milliseconds for one source, retries included. */
  sourceMs: number;
  /** Milliseconds for all probes of one entity together, from the first one's start. */
  hostMs: number;
  /** Probes at work at once. */
  concurrency: number;
  /** Hosts that are looked at; of further names it is told whether they exist. */
  hosts: number;
  /** Names like those found that are asked for. */
  permutations: number;
}

export const DEFAULT_BUDGETS: Budgets = {
  sourceMs: 30_000,
  hostMs: 60_000,
  concurrency: 48,
  hosts: 2_500,
  permutations: 500,
};

/** Where guessing names is allowed (docs/decisions/0016). */
export const DEEP_PERMUTATIONS = 20_000;
