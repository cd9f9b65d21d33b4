import type { z } from 'zod';
import { readCutJson } from '../protocols/cut-json.ts';
import { isLimitText } from '../protocols/limit-text.ts';
import { SourceError } from '../source.ts';
import type { SourceResponse } from './source-request.ts';

type Incomplete = ((why: string) => void) | undefined;

/** Is the body a web page, whatever its type says? */
export function isPage({ body, contentType }: Pick<SourceResponse, 'body' | 'contentType'>): boolean {
  const start = body.bytes.toString('utf8', 0, 200);
  return /text\/html/i.test(contentType) || /^[\ufeff\s]*<(?:!doctype|html|head|body)/i.test(start);
}

/** @throws SourceError */
export function readJson<T>(
  party: string,
  response: SourceResponse,
  schema: z.ZodType<T>,
  incomplete: Incomplete,
): T {
  const text = textOf(response);
  const cut = cutOf(party, response);
  if (cut !== null && incomplete === undefined) throw new SourceError('failed', cut);
  const { value, isWhole } = jsonIn(text);
  const parsed = value === undefined ? undefined : schema.safeParse(value);
  const isUsable = parsed?.success === true && (isWhole || incomplete !== undefined);
  if (isUsable) {
    if (!isWhole) incomplete?.(cut ?? `${party} breaks off its answer.`);
    return parsed.data;
  }
  if (cut !== null) throw new SourceError('failed', cut);
  if (!isWhole) {
    const isWebPage = isPage(response) || text.trimStart().startsWith('<');
    const what = isWebPage ? 'a web page instead of JSON' : 'something that is not JSON';
    throw new SourceError(limitOr(text), `${party} answers with ${what}.`);
  }
  const where = parsed?.error?.issues[0]?.path.join('.') || 'the top';
  const outcome = limitOr(messageOf(value));
  if (outcome === 'limited') throw new SourceError(outcome, `${party} limits how often it may be asked.`);
  throw new SourceError(outcome, `${party} answers with JSON of an unexpected shape (at ${where}).`);
}

/** @throws SourceError */
export function readText(
  party: string,
  response: SourceResponse,
  page: boolean,
  incomplete: Incomplete,
): string {
  const text = textOf(response);
  if (!page && isPage(response)) {
    throw new SourceError(limitOr(text), `${party} answers with a web page instead of text.`);
  }
  const cut = cutOf(party, response);
  if (cut === null) return text;
  if (incomplete === undefined) throw new SourceError('failed', cut);
  incomplete(cut);
  // The last line may be half of one.
  return page ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

/** RFC 8259 section 8.1 lets a reader pass over a byte-order mark. */
function textOf({ body }: SourceResponse): string {
  return body.bytes.toString('utf8').replace(/^\ufeff/, '');
}

function cutOf(party: string, { body }: SourceResponse): string | null {
  if (body.end === 'limit') return `${party} sends more than may be read.`;
  return body.end === 'broken' ? `${party} breaks off its answer.` : null;
}

function jsonIn(text: string): { value: unknown; isWhole: boolean } {
  try {
    return { value: JSON.parse(text) as unknown, isWhole: true };
  } catch {
    return { value: readCutJson(text), isWhole: false };
  }
}

/** What an error document says, when it is one: JSON with status 200 is where some tell of a limit. */
function messageOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value).slice(0, 500) : '';
}

function limitOr(text: string): 'limited' | 'failed' {
  return isLimitText(text) ? 'limited' : 'failed';
}
