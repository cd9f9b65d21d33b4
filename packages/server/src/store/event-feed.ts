import type { Kysely } from 'kysely';
import { entityId } from '../db/ids.ts';
import type { AnalysisState, Database } from '../db/schema.ts';

const BATCH = 100;

export interface StoredEvent {
  seq: number;
  type: string;
  body: Record<string, unknown>;
}

interface AnalysisIds {
  domainId: string;
  analysisId: string;
}

/** The events after a number, oldest first, a batch at most. Observations, with what was observed, are left out unless wanted. */
export async function readEvents(
  db: Kysely<Database>,
  ids: AnalysisIds,
  { after, observations }: { after: number; observations: boolean },
): Promise<StoredEvent[]> {
  let events = db
    .selectFrom('analysis_events')
    .select(['seq', 'type', 'body'])
    .where('domain_id', '=', ids.domainId)
    .where('analysis_id', '=', ids.analysisId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(BATCH);
  if (!observations) events = events.where('type', '!=', 'observation');
  const rows = (await events.execute()).map((row) => ({ ...row, seq: Number(row.seq) })) as StoredEvent[];
  return observations ? withValues(db, ids, rows) : rows;
}

/** What was observed is stored apart from the event that tells of it. */
async function withValues(
  db: Kysely<Database>,
  ids: AnalysisIds,
  events: StoredEvent[],
): Promise<StoredEvent[]> {
  const keys = events.flatMap(({ body }) => (isObservation(body) ? [keyOf(ids, body)] : []));
  if (keys.length === 0) return events;
  const values = await db
    .selectFrom('observations')
    .select(['module', 'entity_id', 'value'])
    .where('domain_id', '=', ids.domainId)
    .where('analysis_id', '=', ids.analysisId)
    .where((eb) => eb.or(keys.map((key) => eb.and(key))))
    .execute();
  return events.map((event) => {
    if (!isObservation(event.body)) return event;
    const key = keyOf(ids, event.body);
    const found = values.find(
      ({ module, entity_id }) => module === key.module && entity_id === key.entity_id,
    );
    const observation = { ...event.body.observation, value: found?.value ?? null };
    return { ...event, body: { ...event.body, observation } };
  });
}

interface ObservationBody extends Record<string, unknown> {
  observation: { module: string; entity: string };
}

function isObservation(body: Record<string, unknown>): body is ObservationBody {
  return body.type === 'observation';
}

function keyOf({ domainId }: AnalysisIds, { observation }: ObservationBody) {
  return { module: observation.module, entity_id: entityId(domainId, observation.entity) };
}

export async function readState(db: Kysely<Database>, ids: AnalysisIds): Promise<AnalysisState> {
  const { state } = await db
    .selectFrom('analyses')
    .select('state')
    .where('domain_id', '=', ids.domainId)
    .where('id', '=', ids.analysisId)
    .executeTakeFirstOrThrow();
  return state;
}
