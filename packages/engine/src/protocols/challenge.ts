import { WALL_MARKS, type WallKind, type WallMark } from './wall-marks.ts';

/** The part of a response that walls give themselves away by. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: readonly (readonly [name: string, value: string])[];
  /** A prefix of the decoded body. */
  body: string;
}

export interface Wall {
  /** The product, `unnamed` when it does not tell. */
  product: string;
  kind: WallKind;
}

const BODY_PREFIX = 16_384;
/** Characters. */
const SMALL_PAGE = 12_288;

/**
 * Recognises the answer of a bot wall, a block page, a rate limit, or of a CDN whose origin is down, which says nothing
 * about the site behind it. Null for an ordinary answer; a 403 or 503 without marks is one.
 */
export function challenge(answer: Answer): Wall | null {
  const body = answer.body.slice(0, BODY_PREFIX).toLowerCase();
  const mark = WALL_MARKS.find((each) => bears(each, answer, body));
  // RFC 6585 section 4: 429 is about the client, whatever else the response carries.
  if (answer.status === 429) return { product: mark?.product ?? 'unnamed', kind: 'rate-limit' };
  return mark === undefined ? null : { product: mark.product, kind: mark.kind };
}

function bears(mark: WallMark, answer: Answer, body: string): boolean {
  if (mark.statuses !== undefined && !mark.statuses.includes(answer.status)) return false;
  if (mark.header !== undefined && !hasField(answer, ...mark.header)) return false;
  if (mark.isSmall && answer.body.length > SMALL_PAGE) return false;
  return (mark.body ?? []).every((text) => body.includes(text));
}

function hasField(answer: Answer, name: string, contains: string): boolean {
  return answer.headers.some(([field, value]) => field === name && value.toLowerCase().includes(contains));
}
