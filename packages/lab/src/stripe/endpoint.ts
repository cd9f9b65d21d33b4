import type { Account, Shelf } from './account.ts';
import type { FormFields, FormValue } from './form-body.ts';
import { type List, listOf, type Metadata } from './objects.ts';
import { invalid } from './problem.ts';

/** One address of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  /** As `/v1/customers/:id`. */
  path: string;
  /** Parameters that are known here; others are refused, as Stripe does. */
  takes: readonly string[];
  needs?: readonly string[];
  answer(ask: Ask): object;
}

export interface Ask {
  account: Account;
  /** What stands for `:id`. */
  id: string;
  fields: FormFields;
}

const PAGE = ['limit', 'starting_after', 'ending_before'];

/** @throws StripeProblem 400 for a parameter that is unknown, or one that is needed and not there */
export function checkFields({ takes, needs = [] }: Endpoint, fields: FormFields): void {
  for (const name of Object.keys(fields)) {
    if (name === 'expand' || takes.includes(name)) continue;
    throw invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
  }
  for (const name of needs) {
    if (fields[name] !== undefined) continue;
    throw invalid(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
  }
}

type Filter<T> = (object: T, value: FormValue) => boolean;

/** `GET` of one and of many, with what the many can be filtered by. */
export function readable<T extends { id: string; object: string }>(
  path: string,
  shelf: (account: Account) => Shelf<T>,
  filters: Record<string, Filter<T>> = {},
): Endpoint[] {
  const many: Endpoint = {
    method: 'GET',
    path,
    takes: [...PAGE, ...Object.keys(filters)],
    answer: ({ account, fields }) => {
      const kept = shelf(account)
        .newest()
        .filter((object) =>
          Object.entries(filters).every(([name, holds]) => {
            const value = fields[name];
            return value === undefined || holds(object, value);
          }),
        );
      return page(kept, fields, path);
    },
  };
  const one: Endpoint = {
    method: 'GET',
    path: `${path}/:id`,
    takes: [],
    answer: ({ account, id }) => shelf(account).get(id),
  };
  return [many, one];
}

/** The part of the list that the cursors ask for. */
function page<T extends { id: string }>(objects: T[], fields: FormFields, path: string): List<T> {
  const limit = fields.limit === undefined ? 10 : Number(fields.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalid('Invalid limit: it is an integer from 1 to 100.', { param: 'limit' });
  }
  const at = (name: string) => {
    const index = objects.findIndex(({ id }) => id === fields[name]);
    if (index < 0) throw invalid(`No such object: '${String(fields[name])}'`, { param: name });
    return index;
  };
  if (fields.ending_before !== undefined) {
    const before = objects.slice(0, at('ending_before'));
    return listOf(before.slice(-limit), path, before.length > limit);
  }
  const rest = fields.starting_after === undefined ? objects : objects.slice(at('starting_after') + 1);
  return listOf(rest.slice(0, limit), path, rest.length > limit);
}

export function text(value: FormValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function wholeNumber(value: FormValue | undefined, fallback: number, param: string): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw invalid(`Invalid integer: ${value}`, { param });
  return number;
}

export function flag(value: FormValue | undefined, fallback: boolean): boolean {
  return value === undefined ? fallback : value === 'true';
}

export function list(value: FormValue | undefined): FormValue[] {
  return Array.isArray(value) ? value : [];
}

export function part(value: FormValue | undefined): FormFields {
  return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** What was there with what is sent; an empty value takes a name away. */
export function metadata(value: FormValue | undefined, before: Metadata = {}): Metadata {
  const merged = { ...before, ...part(value) };
  return Object.fromEntries(
    Object.entries(merged)
      .filter(([, each]) => each !== '')
      .map(([name, each]) => [name, String(each)]),
  );
}
