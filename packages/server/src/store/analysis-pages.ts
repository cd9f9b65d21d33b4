import {
  type Analysis,
  type AnalysisItem,
  type AnalysisQuery,
  type Page,
  summariseSources,
} from '@cyborux/contract';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { pageOf, type Sort } from './page-query.ts';

const NEWEST_FIRST: Sort = {
  order: 'desc',
  terms: [
    [sql.ref('analyses.created_at'), 'desc'],
    [sql.ref('analyses.id'), 'asc'],
  ],
};

const ITEM_COLUMNS = [
  'analyses.id',
  'analyses.domain_id',
  'analyses.kind',
  'analyses.state',
  'analyses.phase',
  'analyses.progress',
  'analyses.score',
  'analyses.coverage',
  'analyses.counts',
  'analyses.error',
  'analyses.created_at',
  'analyses.started_at',
  'analyses.deadline_at',
  'analyses.finished_at',
  'domains.name as domain',
] as const;

/** The analyses of a user. */
export async function pageAnalyses(
  db: Kysely<Database>,
  userId: string,
  query: AnalysisQuery,
): Promise<Page<AnalysisItem>> {
  let analyses = withDomain(db).select(ITEM_COLUMNS).where('analyses.user_id', '=', userId);
  if (query.state) analyses = analyses.where('analyses.state', 'in', query.state);
  if (query.domain) analyses = analyses.where('domains.name', '=', query.domain);
  const { items, ...envelope } = await pageOf(analyses, query, NEWEST_FIRST);
  return { items: items.map(analysisItem), ...envelope };
}

/** An analysis of the user; null when there is none, or it is someone else's. */
export async function findAnalysis(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<(Analysis & { domainId: string }) | null> {
  const row = await withDomain(db)
    .select(ITEM_COLUMNS)
    .select(['analyses.sources', 'analyses.not_done'])
    .where('analyses.id', '=', id)
    .where('analyses.user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return null;
  const { domain_id: domainId } = row;
  const sources = row.sources ?? [];
  return {
    ...analysisItem(row),
    sources,
    source_summary: summariseSources(sources),
    not_done: row.not_done ?? [],
    domainId,
  };
}

function withDomain(db: Kysely<Database>) {
  return db.selectFrom('analyses').innerJoin('domains', 'domains.id', 'analyses.domain_id');
}

type ItemRow = Pick<
  Selectable<Database['analyses']>,
  Exclude<keyof AnalysisItem, 'domain'> & keyof Database['analyses']
> & { domain: string };

function analysisItem(row: ItemRow): AnalysisItem {
  return {
    id: row.id,
    domain: row.domain,
    kind: row.kind,
    state: row.state,
    phase: row.phase,
    progress: row.progress,
    score: row.score,
    coverage: row.coverage,
    counts: row.counts,
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    deadline_at: row.deadline_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
