import {
  ENTITY_ENDPOINTS,
  type EntityEndpoint,
  type EntityQuery,
  type LevelCounts,
  type Page,
  page,
  riskRank,
} from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { levelCounts, levelOf } from './levels.ts';
import { containing, countOf, type Sort, sortedBy, windowOf } from './page-query.ts';

/** Each is an index of the table, so that a page costs what it shows. */
const SORTS: Record<EntityQuery['sort_by'], Sort> = {
  risk_level: {
    order: 'desc',
    terms: [
      [sql.ref('risk_level'), 'asc'],
      [sql.ref('risk_score'), 'desc'],
      [sql.ref('id'), 'asc'],
    ],
  },
  name: {
    order: 'asc',
    terms: [
      [sql`left(name, 255)`, 'asc'],
      [sql.ref('id'), 'asc'],
    ],
  },
  first_seen: {
    order: 'desc',
    terms: [
      [sql.ref('first_seen'), 'desc'],
      [sql.ref('id'), 'desc'],
    ],
  },
  last_seen: {
    order: 'desc',
    terms: [
      [sql.ref('last_seen'), 'desc'],
      [sql.ref('id'), 'desc'],
    ],
  },
};

/** Kept by triggers of `entities`, in every transaction that writes them. */
type Counts = {
  entity_counts: { domain_id: string; kind: string; risk_level: number; count: number };
};

/** The entities of one kind, as items of their endpoint. */
export async function pageEntities(
  db: Kysely<Database>,
  domainId: string,
  endpoint: EntityEndpoint,
  query: EntityQuery,
): Promise<Page<Record<string, unknown>>> {
  const { item, kind } = ENTITY_ENDPOINTS[endpoint];
  const sort = SORTS[query.sort_by];
  const levels = query.risk_level?.map(riskRank);
  let entities = db.selectFrom('entities').where('domain_id', '=', domainId).where('kind', '=', kind);
  if (levels) entities = entities.where('risk_level', 'in', levels);
  if (query.q) entities = entities.where('name', 'ilike', containing(query.q));
  const total = query.q ? sql<number>`count(*) over ()` : keptTotal(db, domainId, kind, levels);
  // What comes before a late page is passed over in the index; only the rows of the page itself are read. By name they
  // are read all the same: an index of an expression does not do alone.
  const window = windowOf(entities.select(['id as on_page', total.as('total')]), query, sort);
  const rows = await sortedBy(
    db
      .selectFrom(window.as('window'))
      .innerJoin('entities', (join) =>
        join.on('domain_id', '=', domainId).onRef('entities.id', '=', 'window.on_page'),
      )
      .select(['id', 'name', 'attributes', 'sources', 'risk_level', 'risk_score', 'first_seen', 'last_seen'])
      .select('total'),
    query,
    sort,
  ).execute();
  const unobserved = Object.fromEntries(Object.keys(item.shape).map((field) => [field, null]));
  return page(
    rows.map(({ attributes, total: _, ...row }) => ({
      ...unobserved,
      ...attributes,
      ...row,
      risk_level: levelOf(row.risk_level),
      first_seen: row.first_seen.toISOString(),
      last_seen: row.last_seen.toISOString(),
    })),
    // A page past the end has no row that could tell.
    rows[0]?.total ?? (query.page === 1 ? 0 : await countOf(entities)),
    { page: query.page, per_page: query.per_page },
  );
}

function keptTotal(db: Kysely<Database>, domainId: string, kind: string, levels: number[] | undefined) {
  let counts = db
    .withTables<Counts>()
    .selectFrom('entity_counts')
    .where('domain_id', '=', domainId)
    .where('kind', '=', kind);
  if (levels) counts = counts.where('risk_level', 'in', levels);
  return sql<number>`(${counts.select(sql`sum(count)::bigint`.as('total'))})`;
}

/** How many entities each endpoint has, per risk level. */
export async function countEntities(
  db: Kysely<Database>,
  domainId: string,
): Promise<Record<EntityEndpoint, LevelCounts>> {
  const rows = await db
    .withTables<Counts>()
    .selectFrom('entity_counts')
    .select(['kind', 'risk_level', sql<string>`count`.as('count')])
    .where('domain_id', '=', domainId)
    .execute();
  const counts = Object.entries(ENTITY_ENDPOINTS).map(([endpoint, { kind }]) => [
    endpoint,
    levelCounts(rows.filter((row) => row.kind === kind)),
  ]);
  return Object.fromEntries(counts) as Record<EntityEndpoint, LevelCounts>;
}
