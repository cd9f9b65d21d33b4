import { type EntityKey, type EntityKind, entityKey, type ScanEvent } from '@cyborux/contract';
import { sql, type Transaction } from 'kysely';
import { entityId, NIL_ID } from '../db/ids.ts';
import type { Database } from '../db/schema.ts';

/** One analysis of one domain, at the moment of writing. */
export interface WriteScope {
  domainId: string;
  analysisId: string;
  now: Date;
}

type EntityEvent = Extract<ScanEvent, { type: 'entity' }>;

interface EntityRow {
  id: string;
  kind: EntityKind;
  name: string;
  attributes: Record<string, unknown>;
  sources: string[];
}

/**
 * Adds what is new and renews what is known: attributes are merged, sources united, nothing is taken away.
 *
 * @returns the kinds of the entities that this analysis had not seen before
 */
export async function upsertEntities(
  trx: Transaction<Database>,
  scope: WriteScope,
  events: readonly EntityEvent[],
): Promise<EntityKind[]> {
  if (events.length === 0) return [];
  const rows = mergeRows(scope.domainId, events);
  const seen = await trx
    .selectFrom('entities')
    .select('id')
    .where('domain_id', '=', scope.domainId)
    .where('id', '=', sql<string>`any(${[...rows.keys()]}::uuid[])`)
    .where('last_analysis_id', '=', scope.analysisId)
    .execute();
  await sql`
    insert into entities (
      domain_id, id, kind, name, attributes, sources, first_seen, last_seen, last_analysis_id
    )
    select ${scope.domainId}::uuid, id, kind, name, attributes, sources,
      ${scope.now}::timestamptz, ${scope.now}::timestamptz, ${scope.analysisId}::uuid
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb)
      as row (id uuid, kind text, name text, attributes jsonb, sources text[])
    on conflict (domain_id, id) do update set
      attributes = entities.attributes || excluded.attributes,
      sources = array(select distinct unnest(entities.sources || excluded.sources) order by 1),
      last_seen = greatest(entities.last_seen, excluded.last_seen),
      last_analysis_id = excluded.last_analysis_id
  `.execute(trx);
  await upsertProvenance(trx, scope, events);
  for (const { id } of seen) rows.delete(id);
  return [...rows.values()].map((row) => row.kind);
}

/** One row an entity: a statement cannot update the same row twice. */
function mergeRows(domainId: string, events: readonly EntityEvent[]): Map<string, EntityRow> {
  const rows = new Map<string, EntityRow>();
  for (const { entity, via } of events) {
    const id = entityId(domainId, entityKey(entity));
    const before = rows.get(id);
    rows.set(id, {
      id,
      kind: entity.kind,
      name: entity.name,
      attributes: { ...before?.attributes, ...entity.attributes },
      sources: [...new Set([...(before?.sources ?? []), via.module])].sort(),
    });
  }
  return rows;
}

async function upsertProvenance(
  trx: Transaction<Database>,
  scope: WriteScope,
  events: readonly EntityEvent[],
): Promise<void> {
  const ways = events.map(({ entity, via }) => ({
    entity_id: entityId(scope.domainId, entityKey(entity)),
    module: via.module,
    from_id: via.from === null ? NIL_ID : entityId(scope.domainId, via.from as EntityKey),
  }));
  await sql`
    insert into entity_provenance (domain_id, entity_id, module, from_id, first_seen, last_seen)
    select distinct ${scope.domainId}::uuid, entity_id, module, from_id,
      ${scope.now}::timestamptz, ${scope.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(ways)}::jsonb) as row (entity_id uuid, module text, from_id uuid)
    on conflict (domain_id, entity_id, module, from_id) do update set
      last_seen = greatest(entity_provenance.last_seen, excluded.last_seen)
  `.execute(trx);
}
