import { type Page, page } from '@cyborux/contract';
import type { Expression, SelectQueryBuilder } from 'kysely';

export type Order = 'asc' | 'desc';

/** One order of a list, written in its default direction. The last term is unique, so that pages never overlap. */
export interface Sort {
  order: Order;
  terms: readonly (readonly [Expression<unknown>, Order])[];
}

export interface PageRequest {
  page: number;
  per_page: number;
  order?: Order | undefined;
}

/** Runs a filtered query as one page of it. Rows are counted only when the page itself does not tell how many there are. */
export async function pageOf<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  request: PageRequest,
  sort: Sort,
): Promise<Page<O>> {
  const rows = await windowOf(query, request, sort).execute();
  const before = (request.page - 1) * request.per_page;
  const whole = rows.length < request.per_page && (rows.length > 0 || before === 0);
  const total = whole ? before + rows.length : await countOf(query);
  return page(rows, total, { page: request.page, per_page: request.per_page });
}

/** The rows of the page alone, in order. */
export function windowOf<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  request: PageRequest,
  sort: Sort,
): SelectQueryBuilder<DB, TB, O> {
  const offset = BigInt(request.page - 1) * BigInt(request.per_page);
  return sortedBy(query, request, sort).limit(request.per_page).offset(offset);
}

export function sortedBy<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  request: Pick<PageRequest, 'order'>,
  sort: Sort,
): SelectQueryBuilder<DB, TB, O> {
  const flip = request.order !== undefined && request.order !== sort.order;
  let sorted = query;
  for (const [term, order] of sort.terms) sorted = sorted.orderBy(term, flip ? opposite(order) : order);
  return sorted;
}

export async function countOf<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
): Promise<number> {
  const { count } = await query
    .clearSelect()
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .$castTo<{ count: string }>()
    .executeTakeFirstOrThrow();
  return Number(count);
}

function opposite(order: Order): Order {
  return order === 'asc' ? 'desc' : 'asc';
}

/** A LIKE pattern for text that contains `part`, whose own `%` and `_` stand for themselves. */
export function containing(part: string): string {
  return `%${part.replace(/[\\%_]/g, '\\$&')}%`;
}
