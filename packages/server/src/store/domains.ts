import type { AnalysisItem, DomainItem, DomainQuery, DomainSummary, Page } from '@cyborux/contract';
import { riskRank } from '@cyborux/contract';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { findAnalysis } from './analysis-pages.ts';
import { countEntities } from './entity-pages.ts';
import { countFindings } from './finding-pages.ts';
import { levelOf } from './levels.ts';
import { containing, type Order, pageOf, type Sort } from './page-query.ts';

const NAME = [sql.ref('name'), 'asc'] as const;
const sort = (order: Order, term: ReturnType<typeof sql>, direction: Order = order): Sort => ({
  order,
  terms: [[term, direction], NAME],
});

const SORTS: Record<DomainQuery['sort_by'], Sort> = {
  risk_level: sort('desc', sql`risk_level`, 'asc'),
  domain: { order: 'asc', terms: [NAME] },
  // What has no score, or was never analysed, counts as the least.
  score: sort('desc', sql`coalesce(score_value, -1)`),
  last_analysis_at: sort('desc', sql`coalesce(last_analysis_at, '-infinity')`),
  created_at: sort('desc', sql`created_at`),
};

/** A domain that the user has access to: the row is the access. */
export interface DomainAccess {
  id: string;
  name: string;
}

export async function findDomainAccess(
  db: Kysely<Database>,
  userId: string,
  name: string,
): Promise<DomainAccess | null> {
  const row = await db
    .selectFrom('domains')
    .select(['id', 'name'])
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}

export async function pageDomains(
  db: Kysely<Database>,
  userId: string,
  query: DomainQuery,
): Promise<Page<DomainItem>> {
  let domains = db.selectFrom('domains').selectAll().where('user_id', '=', userId);
  if (query.risk_level) domains = domains.where('risk_level', 'in', query.risk_level.map(riskRank));
  if (query.q) domains = domains.where('name', 'ilike', containing(query.q));
  const { items, ...envelope } = await pageOf(domains, query, SORTS[query.sort_by]);
  return { items: items.map(domainItem), ...envelope };
}

export async function summariseDomain(db: Kysely<Database>, domainId: string): Promise<DomainSummary> {
  const row = await db.selectFrom('domains').selectAll().where('id', '=', domainId).executeTakeFirstOrThrow();
  const [entities, findings, lastAnalysis] = await Promise.all([
    countEntities(db, domainId),
    countFindings(db, domainId),
    lastAnalysisOf(db, row),
  ]);
  return {
    ...domainItem(row),
    categories: row.score?.categories ?? null,
    scoring_version: row.score?.scoring_version ?? null,
    entities,
    findings,
    last_analysis: lastAnalysis,
  };
}

/** The latest one, be it still running; `last_analysis_id` names the last that judged. */
async function lastAnalysisOf(
  db: Kysely<Database>,
  domain: { id: string; user_id: string },
): Promise<AnalysisItem | null> {
  const row = await db
    .selectFrom('analyses')
    .select('id')
    .where('domain_id', '=', domain.id)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? findAnalysis(db, domain.user_id, row.id) : null;
}

function domainItem(row: Selectable<Database['domains']>): DomainItem {
  return {
    id: row.id,
    domain: row.name,
    registrable_domain: row.registrable,
    risk_level: levelOf(row.risk_level),
    score: row.score?.value ?? null,
    interval: row.score?.interval ?? null,
    grade: row.score?.grade ?? null,
    coverage: row.coverage,
    last_analysis_id: row.last_analysis_id,
    last_analysis_at: row.last_analysis_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
