import { z } from 'zod';
import { RISK_LEVELS, type RiskLevel } from '../risk-level.ts';

/*
 * The fields that requests are made of. A message reads on from the name of its field ("`page` must be ..."),
 * so that the answer to a bad request is one sentence.
 */

const quoted = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

/** What is wrong with a value that ought to have been one string. */
function unlessRepeated(sentence: string) {
  return ({ input }: { input?: unknown }) => (Array.isArray(input) ? 'must be given once' : sentence);
}

/** A whole number in a query string: digits alone, given once. */
export function wholeNumber(min: number, max: number) {
  const error = unlessRepeated(`must be a whole number from ${min} to ${max}`);
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value),
    z.int({ error }).min(min, { error }).max(max, { error }),
  );
}

export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: unlessRepeated(`must be one of ${quoted(words)}`) });
}

/** One or several of the words, comma separated, in one string. */
export function someOf<const T extends readonly [string, ...string[]]>(words: T) {
  const error = unlessRepeated(`must be one or several, comma separated, of ${quoted(words)}`);
  return z
    .string({ error })
    .regex(new RegExp(`^(?:${words.join('|')})(?:,(?:${words.join('|')})){0,${words.length - 1}}$`), {
      error,
    })
    .transform((text) => [...new Set(text.split(','))] as T[number][]);
}

/** One line of text; no control characters, no halves of a surrogate pair, which UTF-8 cannot store. */
export function line(min: number, max: number) {
  const error = unlessRepeated(
    `must be one line of ${min === 0 ? 'at most' : `${min} to`} ${max} characters`,
  );
  return z
    .string({ error })
    .min(min, { error })
    .max(max, { error })
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, { error });
}

/** An object with these fields and no others. */
export function body<S extends z.ZodRawShape>(shape: S) {
  const names = quoted(Object.keys(shape));
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `The body must be a JSON object with ${names}`;
      return `The body has an unknown field "${String(issue.keys[0]).slice(0, 64)}"; it takes ${names}`;
    },
  });
}

export const riskLevelFilter = someOf(RISK_LEVELS) satisfies z.ZodType<RiskLevel[]>;

/** ISO 8601, UTC. */
export const instant = z.iso.datetime();
export const nullableInstant = instant.nullable();
