import {
  type EntityKey,
  type FindingItem,
  type FindingQuery,
  type LevelCounts,
  type Page,
  riskRank,
  splitEntityKey,
} from '@cyborux/contract';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { levelCounts, levelOf } from './levels.ts';
import { containing, type Order, pageOf, type Sort } from './page-query.ts';

const sort = (order: Order, ...columns: readonly (readonly [string, Order])[]): Sort => ({
  order,
  terms: columns.map(([column, direction]) => [sql.ref(column), direction]),
});

const SORTS: Record<FindingQuery['sort_by'], Sort> = {
  risk_level: sort('desc', ['risk_level', 'asc'], ['risk_score', 'desc'], ['id', 'asc']),
  severity: sort('desc', ['severity', 'asc'], ['risk_score', 'desc'], ['id', 'asc']),
  code: sort('asc', ['code', 'asc'], ['id', 'asc']),
  first_seen: sort('desc', ['first_seen', 'desc'], ['id', 'desc']),
  last_seen: sort('desc', ['last_seen', 'desc'], ['id', 'desc']),
};

export async function pageFindings(
  db: Kysely<Database>,
  domainId: string,
  query: FindingQuery,
): Promise<Page<FindingItem>> {
  let findings = db.selectFrom('findings').selectAll().where('domain_id', '=', domainId);
  if (query.state !== 'all') findings = findings.where('state', '=', query.state);
  if (query.risk_level) findings = findings.where('risk_level', 'in', query.risk_level.map(riskRank));
  if (query.severity) findings = findings.where('severity', 'in', query.severity.map(riskRank));
  if (query.confidence) findings = findings.where('confidence', 'in', query.confidence);
  if (query.category) findings = findings.where('category', 'in', query.category);
  if (query.q) {
    const pattern = containing(query.q);
    findings = findings.where((eb) =>
      eb.or([eb('entity', 'ilike', pattern), eb('title', 'ilike', pattern), eb('code', 'ilike', pattern)]),
    );
  }
  const { items, ...envelope } = await pageOf(findings, query, SORTS[query.sort_by]);
  return { items: items.map(findingItem), ...envelope };
}

export async function findFinding(
  db: Kysely<Database>,
  domainId: string,
  id: string,
): Promise<FindingItem | null> {
  const row = await db
    .selectFrom('findings')
    .selectAll()
    .where('domain_id', '=', domainId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? findingItem(row) : null;
}

/** Open findings per severity. */
export async function countFindings(db: Kysely<Database>, domainId: string): Promise<LevelCounts> {
  const rows = await db
    .selectFrom('findings')
    .select(['severity as risk_level', (eb) => eb.fn.countAll<string>().as('count')])
    .where('domain_id', '=', domainId)
    .where('state', '=', 'open')
    .groupBy('severity')
    .execute();
  return levelCounts(rows);
}

function findingItem(row: Selectable<Database['findings']>): FindingItem {
  return {
    id: row.id,
    code: row.code,
    check: row.check_id,
    category: row.category as FindingItem['category'],
    severity: levelOf(row.severity),
    confidence: row.confidence as FindingItem['confidence'],
    risk_level: levelOf(row.risk_level),
    risk_score: row.risk_score,
    optional: row.optional,
    title: row.title,
    ...reference(row.entity),
    entity_id: row.entity_id,
    affects: row.affects.map(reference),
    evidence: row.evidence,
    remediation: row.remediation,
    references: row.refs,
    state: row.state,
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
    sources: [row.check_id],
    fingerprint: row.fingerprint,
  };
}

function reference(key: string) {
  const { kind, name } = splitEntityKey(key as EntityKey);
  return { entity: name, entity_kind: kind };
}
