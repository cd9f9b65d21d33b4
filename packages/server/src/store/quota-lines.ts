import type { Page, QuotaLine, UsageQuery } from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { pageOf, type Sort } from './page-query.ts';

const SORTS: Record<UsageQuery['sort_by'], Sort> = {
  created_at: {
    order: 'desc',
    terms: [
      [sql.ref('created_at'), 'desc'],
      [sql.ref('id'), 'desc'],
    ],
  },
};

/** The lines of the user's ledger, over all periods. */
export async function pageQuotaLines(
  db: Kysely<Database>,
  userId: string,
  query: UsageQuery,
): Promise<Page<QuotaLine>> {
  const lines = db
    .selectFrom('quota_ledger')
    .select(['id', 'feature', 'pool', 'entry', 'reserved', 'used', 'granted'])
    .select(['period_start', 'cause', 'created_at'])
    .where('user_id', '=', userId);
  const { items, ...envelope } = await pageOf(lines, query, SORTS[query.sort_by]);
  return {
    items: items.map(({ id, period_start: start, created_at: at, ...line }) => ({
      id,
      created_at: at.toISOString(),
      ...line,
      period_start: start?.toISOString() ?? null,
    })),
    ...envelope,
  };
}
