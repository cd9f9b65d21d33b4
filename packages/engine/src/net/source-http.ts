import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Unknown } from '@cyborux/contract';
import type { Nobody, Resolve } from '../net.ts';
import { isLimitText } from '../protocols/limit-text.ts';
import { SourceError, type SourceHttp, type SourceRequest } from '../source.ts';
import type { Pacer } from './pace.ts';
import { isPage, readJson, readText } from './source-answer.ts';
import {
  type PreparedRequest,
  requestSource,
  type SourceRequestOptions,
  type SourceResponse,
} from './source-request.ts';

const DEFAULT_MAX_BYTES = 20_000_000;
const TRIES = 3;
/** A third party that wants a longer pause is asked in the next analysis. */
const MAX_PAUSE_MS = 60_000;
/** 509 is what some say for 429. */
const LIMITED = [402, 429, 509];

export interface SourceHttpOptions extends SourceRequestOptions {
  resolve: Resolve;
  pacer: Pacer;
  backoffMs: number;
  signal: AbortSignal;
  /** Told of each answer that breaks off and is read as far as it goes. Left out: such answers are errors. */
  incomplete?: ((why: string) => void) | undefined;
}

type Outcome = SourceResponse | Nobody | Unknown;

export function createSourceHttp(options: SourceHttpOptions): SourceHttp {
  const { incomplete } = options;
  return {
    async json(url, schema, request = {}) {
      const response = await answerTo(url, request, 'application/json', options);
      return response === null ? null : readJson(nameOf(url), response, schema, incomplete);
    },
    async text(url, request = {}) {
      const accept = request.page === true ? 'text/html' : 'text/plain';
      const response = await answerTo(url, request, accept, options);
      return response === null ? null : readText(nameOf(url), response, request.page === true, incomplete);
    },
  };
}

/** @throws SourceError */
async function answerTo(
  url: string,
  request: SourceRequest,
  accept: string,
  options: SourceHttpOptions,
): Promise<SourceResponse | null> {
  const { resolve, signal } = options;
  const party = nameOf(url);
  const prepared = prepare(request, accept);
  for (let attempt = 1; ; attempt++) {
    await paced(party, options.pacer(signal));
    const outcome = await requestSource(url, prepared, resolve, options, signal);
    const isLast = attempt === TRIES || !isPassing(outcome) || signal.aborted;
    if (isLast) return answered(party, outcome);
    const pause = pauseBefore(outcome, attempt, options.backoffMs);
    if (pause > MAX_PAUSE_MS) return answered(party, outcome);
    if (!(await slept(pause, signal))) return answered(party, outcome);
  }
}

function prepare(request: SourceRequest, accept: string): PreparedRequest {
  const { headers = {}, maxBytes = DEFAULT_MAX_BYTES, body, basic } = request;
  const credentials = basic && Buffer.from(`${basic.user}:${basic.password}`).toString('base64');
  const type = body && ('json' in body ? 'application/json' : 'application/x-www-form-urlencoded');
  const text =
    body && ('json' in body ? JSON.stringify(body.json) : new URLSearchParams(body.form).toString());
  return {
    headers: {
      Accept: accept,
      ...(type !== undefined && { 'Content-Type': type }),
      ...(credentials !== undefined && { Authorization: `Basic ${credentials}` }),
      ...headers,
    },
    maxBytes,
    body: text === undefined ? undefined : Buffer.from(text),
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

/** The response when it is one to read, null for a 404. @throws SourceError */
function answered(party: string, outcome: Outcome): SourceResponse | null {
  if (outcome.state === 'absent') {
    throw new SourceError('failed', `${party} cannot be reached (${outcome.reason}).`);
  }
  if (outcome.state === 'unknown') throw unanswered(party, outcome);
  const { status } = outcome;
  if (status >= 200 && status < 300) return outcome;
  if (LIMITED.includes(status) || isLimit(outcome)) {
    throw new SourceError('limited', `${party} limits how often it may be asked.`);
  }
  if (status === 401 || status === 403) {
    throw new SourceError(
      'failed',
      `${party} refuses the request (${status}): the key is missing or not accepted.`,
      { keyRefused: true },
    );
  }
  if (status !== 404) throw new SourceError('failed', `${party} answers with status ${status}.`);
  // An interface says "nothing known" in its own words; a web page comes from what stands where it was.
  if (isPage(outcome)) throw new SourceError('failed', `${party} answers with status 404 and a web page.`);
  return null;
}

/** A refusal that is one for now: the party says so in a header or in words. */
function isLimit({ status, usedUp, retryAfter, body }: SourceResponse): boolean {
  if (status !== 400 && status !== 401 && status !== 403) return false;
  if (status === 403 && (usedUp || retryAfter !== undefined)) return true;
  return isLimitText(body.bytes.toString('utf8', 0, 2_000));
}

function unanswered(party: string, { reason, detail = '' }: Unknown): SourceError {
  if (reason === 'timeout' || reason === 'canceled') {
    return new SourceError('timeout', `${party} did not answer in time.`);
  }
  return new SourceError('failed', `${party} did not answer (${reason}). ${detail}`.trim());
}
