import type { Entity, SkipReason } from '@cyborux/contract';
import type { z } from 'zod';
import type { Resolve } from './protocols/dns-answer.ts';
import type { Target } from './scope.ts';

/** A passive module: asks a third party about a domain, never the target. No `try`, no retry, no pace: the runner's. */
export interface Source<Id extends string = string> {
  id: Id;
  title: string;
  homepage: string;
  /** Left out: the source needs no key. */
  credential?: { optional: boolean; howToGet: string };
  requestsPerMinute: number;
  /** It tells of persons alone: it is not asked where their data is not to be collected. */
  personalData?: true;
  query(target: Target, tools: SourceTools): AsyncIterable<Entity>;
}

export interface SourceTools {
  http: SourceHttp;
  resolve: Resolve;
  key: string | undefined;
}

export interface SourceHttp {
  /**
   * GETs JSON and parses it by the schema. 404 is null; 429 and 5xx are retried, then thrown as SourceError;
   * so are other statuses, a body that is not JSON, and one that the schema refuses.
   */
  json<T>(
    url: string,
    schema: z.ZodType<T>,
    options?: { headers?: Record<string, string>; maxBytes?: number },
  ): Promise<T | null>;
}

/** A source did not answer, or not to the end. What it yielded before stays. */
export class SourceError extends Error {
  override name = 'SourceError';
  readonly outcome: 'limited' | 'failed' | 'timeout' | 'skipped';
  readonly skippedFor: SkipReason | undefined;
  readonly keyRefused: boolean;

  /** @param options.keyRefused it answers that the key is missing or none of its own */
  constructor(outcome: SourceError['outcome'], message: string, options?: SourceErrorOptions) {
    super(message, options);
    this.outcome = outcome;
    this.skippedFor = options?.skippedFor;
    this.keyRefused = options?.keyRefused ?? false;
  }
}

interface SourceErrorOptions extends ErrorOptions {
  skippedFor?: SkipReason;
  keyRefused?: boolean;
}

export function defineSource<Id extends string>(source: Source<Id>): Source<Id> {
  return source;
}
