import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Unknown } from '@cyborux/contract';
import type { z } from 'zod';
import type { Nobody, Resolve } from '../net.ts';
import { SourceError, type SourceHttp } from '../source.ts';
import type { Pacer } from './pace.ts';
import { requestSource, type SourceRequestOptions, type SourceResponse } from './source-request.ts';

const DEFAULT_MAX_BYTES = 20_000_000;
const TRIES = 3;
/** A third party that wants a longer pause is asked in the next analysis. */
const MAX_PAUSE_MS = 60_000;

export interface SourceHttpOptions extends SourceRequestOptions {
  resolve: Resolve;
  pacer: Pacer;
  backoffMs: number;
  signal: AbortSignal;
}

type Outcome = SourceResponse | Nobody | Unknown;

export function createSourceHttp(options: SourceHttpOptions): SourceHttp {
  const { resolve, signal } = options;
  return {
    async json(url, schema, { headers = {}, maxBytes = DEFAULT_MAX_BYTES } = {}) {
      const party = nameOf(url);
      const request = { headers, maxBytes };
      for (let attempt = 1; ; attempt++) {
        await paced(party, options.pacer(signal));
        const outcome = await requestSource(url, request, resolve, options, signal);
        const isLast = attempt === TRIES || !isPassing(outcome) || signal.aborted;
        if (isLast) return read(party, outcome, schema);
        const pause = pauseBefore(outcome, attempt, options.backoffMs);
        if (pause > MAX_PAUSE_MS) return read(party, outcome, schema);
        if (!(await slept(pause, signal))) return read(party, outcome, schema);
      }
    },
  };
}

/** Without path, query and credentials: those may hold keys. */
function nameOf(url: string): string {
  return URL.parse(url)?.origin ?? 'The source';
}

async function paced(party: string, wait: Promise<void>): Promise<void> {
  try {
    await wait;
  } catch (cause) {
    throw new SourceError('timeout', `${party} was not asked: the time was up.`, { cause });
  }
}

/** False: the signal was raised first. */
async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    return await sleep(ms, true, { signal });
  } catch {
    return false;
  }
}

/** May the same request fare better in a moment? */
function isPassing(outcome: Outcome): boolean {
  if (outcome.state === 'absent') return outcome.reason === 'connection-refused';
  if (outcome.state === 'unknown') return outcome.reason !== 'blocked' && outcome.reason !== 'canceled';
  return outcome.status === 429 || outcome.status >= 500 || outcome.body.end === 'broken';
}

/** What the server asks for (RFC 9110 section 10.2.3), or a random part of a pause that doubles. */
function pauseBefore(outcome: Outcome, attempt: number, backoffMs: number): number {
  const asked = outcome.state === 'answered' ? outcome.retryAfter : undefined;
  if (asked !== undefined && /^[0-9]{1,6}$/.test(asked)) return Number(asked) * 1000;
  const until = asked === undefined ? Number.NaN : Date.parse(asked);
  if (!Number.isNaN(until)) return Math.max(0, until - Date.now());
  const ceiling = backoffMs * 2 ** (attempt - 1);
  return ceiling / 2 + randomInt(Math.ceil(ceiling / 2) + 1);
}

/** @throws SourceError */
function read<T>(party: string, outcome: Outcome, schema: z.ZodType<T>): T | null {
  if (outcome.state === 'absent') {
    throw new SourceError('failed', `${party} cannot be reached (${outcome.reason}).`);
  }
  if (outcome.state === 'unknown') throw unanswered(party, outcome);
  const { status, body } = outcome;
  if (status === 404) return null;
  if (status === 429) throw new SourceError('limited', `${party} limits how often it may be asked.`);
  if (status === 401 || status === 403) {
    throw new SourceError(
      'failed',
      `${party} refuses the request (${status}): the key is missing or not accepted.`,
      { keyRefused: true },
    );
  }
  if (status < 200 || status >= 300)
    throw new SourceError('failed', `${party} answers with status ${status}.`);
  if (body.end === 'limit') throw new SourceError('failed', `${party} sends more than may be read.`);
  if (body.end === 'broken') throw new SourceError('failed', `${party} breaks off its answer.`);
  return parse(party, outcome, schema);
}

function unanswered(party: string, { reason, detail = '' }: Unknown): SourceError {
  if (reason === 'timeout' || reason === 'canceled') {
    return new SourceError('timeout', `${party} did not answer in time.`);
  }
  return new SourceError('failed', `${party} did not answer (${reason}). ${detail}`.trim());
}

function parse<T>(party: string, { body, contentType }: SourceResponse, schema: z.ZodType<T>): T {
  const text = body.bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const isPage = contentType.includes('text/html') || text.trimStart().startsWith('<');
    const what = isPage ? 'a web page instead of JSON' : 'something that is not JSON';
    throw new SourceError('failed', `${party} answers with ${what}.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'the top';
  throw new SourceError('failed', `${party} answers with JSON of an unexpected shape (at ${where}).`);
}
