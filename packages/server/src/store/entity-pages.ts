import {
  ENTITY_ENDPOINTS,
  type EntityEndpoint,
  type EntityQuery,
  type LevelCounts,
  type Page,
  riskRank,
} from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { levelCounts, levelOf } from './levels.ts';
import { containing, pageOf, type Sort } from './page-query.ts';

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

/** The entities of one kind, as items of their endpoint. */
export async function pageEntities(
  db: Kysely<Database>,
  domainId: string,
  endpoint: EntityEndpoint,
  query: EntityQuery,
): Promise<Page<Record<string, unknown>>> {
  let entities = db
    .selectFrom('entities')
    .select(['id', 'name', 'attributes', 'sources', 'risk_level', 'risk_score', 'first_seen', 'last_seen'])
    .where('domain_id', '=', domainId)
    .where('kind', '=', ENTITY_ENDPOINTS[endpoint].kind);
  if (query.risk_level) entities = entities.where('risk_level', 'in', query.risk_level.map(riskRank));
  if (query.q) entities = entities.where('name', 'ilike', containing(query.q));
  const { items, ...envelope } = await pageOf(entities, query, SORTS[query.sort_by]);
  const unobserved = Object.fromEntries(
    Object.keys(ENTITY_ENDPOINTS[endpoint].item.shape).map((field) => [field, null]),
  );
  return {
    items: items.map(({ attributes, ...row }) => ({
      ...unobserved,
      ...attributes,
      ...row,
      risk_level: levelOf(row.risk_level),
      first_seen: row.first_seen.toISOString(),
      last_seen: row.last_seen.toISOString(),
    })),
    ...envelope,
  };
}

/** How many entities each endpoint has, per risk level. */
export async function countEntities(
  db: Kysely<Database>,
  domainId: string,
): Promise<Record<EntityEndpoint, LevelCounts>> {
  const rows = await db
    .selectFrom('entities')
    .select(['kind', 'risk_level', (eb) => eb.fn.countAll<string>().as('count')])
    .where('domain_id', '=', domainId)
    .groupBy(['kind', 'risk_level'])
    .execute();
  const countsOf = (kind: string) => levelCounts(rows.filter((row) => row.kind === kind));
  return {
    subdomains: countsOf('FQDN'),
    'ip-addresses': countsOf('IPAddress'),
    services: countsOf('Service'),
    'dns-records': countsOf('DNSRecord'),
    certificates: countsOf('TLSCertificate'),
    contacts: countsOf('ContactRecord'),
  };
}
