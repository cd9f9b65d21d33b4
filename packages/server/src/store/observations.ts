import type { EntityKey, Observation, ScanEvent } from '@cyborux/contract';
import type { KnownFacts } from '@cyborux/engine';
import { type Kysely, sql, type Transaction } from 'kysely';
import { entityId } from '../db/ids.ts';
import type { Database } from '../db/schema.ts';
import type { WriteScope } from './inventory.ts';

/** Kept as they are: every judgement can be made again from them. */
export async function insertObservations(
  trx: Transaction<Database>,
  scope: WriteScope,
  observations: readonly Observation[],
): Promise<void> {
  if (observations.length === 0) return;
  const rows = observations.map(({ module, entity, at, value }) => ({
    module,
    entity_id: entityId(scope.domainId, entity),
    entity,
    observed_at: at,
    value: value ?? null,
  }));
  await sql`
    insert into observations (domain_id, analysis_id, module, entity_id, entity, observed_at, value)
    select ${scope.domainId}::uuid, ${scope.analysisId}::uuid, module, entity_id, entity, observed_at, value
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (module text, entity_id uuid, entity text, observed_at timestamptz, value jsonb)
    on conflict (domain_id, analysis_id, module, entity_id) do nothing
  `.execute(trx);
}

/** What an interrupted run of the analysis has found already. */
export async function loadKnownFacts(
  db: Kysely<Database>,
  { domainId, analysisId }: { domainId: string; analysisId: string },
): Promise<KnownFacts> {
  const events = await db
    .selectFrom('analysis_events')
    .select('body')
    .where('domain_id', '=', domainId)
    .where('analysis_id', '=', analysisId)
    .where('type', 'in', ['entity', 'source'])
    .orderBy('seq')
    .execute();
  const observations = await db
    .selectFrom('observations')
    .select(['module', 'entity', 'observed_at', 'value'])
    .where('domain_id', '=', domainId)
    .where('analysis_id', '=', analysisId)
    .orderBy('observed_at')
    .execute();
  const told = events.map(({ body }) => body as ScanEvent);
  return {
    entities: told.filter((event) => event.type === 'entity'),
    sources: told.filter((event) => event.type === 'source').map((event) => event.source),
    observations: observations.map(({ module, entity, observed_at, value }) => ({
      module,
      entity,
      at: observed_at.toISOString(),
      value,
    })),
  };
}

/** What the newest analysis that looked saw of one entity, by these modules. */
export async function latestObservations(
  db: Kysely<Database>,
  domainId: string,
  entity: EntityKey,
  modules: readonly string[],
): Promise<Observation[]> {
  const rows = await db
    .selectFrom('observations')
    .distinctOn('module')
    .select(['module', 'entity', 'observed_at', 'value'])
    .where('domain_id', '=', domainId)
    .where('entity_id', '=', entityId(domainId, entity))
    .where('module', 'in', [...modules])
    .orderBy('module')
    .orderBy('observed_at', 'desc')
    .execute();
  return rows.map(({ observed_at, ...row }) => ({ ...row, at: observed_at.toISOString() }));
}
