import type { ZoneSpec } from '../spec.ts';

/** A third party as the lab plays it: pure, from a request to an answer. */
export interface StandIn {
  host: string;
  /** It is asked by POST alone, and what it is asked is in the body. */
  takesBody?: true;
  /** The domain that the request is about, in lower case; null when it names none. */
  domainOf(url: URL, body?: string): string | null;
  answer(url: URL, world: World, body?: string): Answer;
  /** A right answer that knows nothing. */
  empty(url: URL): Answer;
  rateLimited: Answer;
  /** What a 200 carries when the service is broken. Given what it would have carried. */
  broken(answer: Answer): Answer;
}

export interface World {
  zones: readonly ZoneSpec[];
  /** Fixed at the start, so that the same question has the same answer. */
  now: Date;
}

export interface Answer {
  status: number;
  type: string;
  body: string;
}

export function json(status: number, value: unknown, type = 'application/json'): Answer {
  return { status, type, body: JSON.stringify(value) };
}

export function cutShort(answer: Answer): Answer {
  return { ...answer, status: 200, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
}

/** The innermost zone that contains the name. */
export function zoneOf(name: string, zones: readonly ZoneSpec[]): ZoneSpec | undefined {
  const containing = zones.filter((zone) => isWithin(name, zone.name));
  return containing.toSorted((a, b) => b.name.length - a.name.length)[0];
}

export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

const day = 86_400_000;

export function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * day);
}
