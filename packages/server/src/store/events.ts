import type { Observation, Phase, ScanEvent, SourceOutcome } from '@cyborux/contract';
import { sql, type Transaction } from 'kysely';
import { storable } from '../db/json.ts';
import type { AnalysisCounts, Database } from '../db/schema.ts';
import { type Lease, lockLease, notifyAnalysis } from './analyses.ts';
import { eventKey } from './event-key.ts';
import { upsertEntities } from './inventory.ts';
import { applyResult, upsertFindings, upsertVerdicts } from './judgements.ts';
import { insertObservations } from './observations.ts';
import { writeLedger } from './source-ledger.ts';

/** How far an analysis is when the phase begins, and when it ends. */
const SPAN: Record<Phase, readonly [number, number]> = {
  discover: [0, 0.25],
  observe: [0.25, 0.95],
  judge: [0.95, 1],
};

type EventOf<T extends ScanEvent['type']> = Extract<ScanEvent, { type: T }>;

/**
 * Stores a batch of events and all that they tell, or nothing. What is stored already is left out, so that the
 * numbers have no gaps and nothing is there twice.
 *
 * @throws LeaseLost when the analysis is in other hands
 */
export async function appendEvents(
  trx: Transaction<Database>,
  lease: Lease,
  batch: readonly ScanEvent[],
  now: Date,
): Promise<void> {
  const analysis = await lockLease(trx, lease);
  const fresh = await withoutStored(trx, lease, storable(batch));
  if (fresh.size === 0) return;
  await insertEvents(trx, lease, fresh, analysis.last_seq, now);

  const events = [...fresh.values()];
  const of = <T extends ScanEvent['type']>(type: T) =>
    events.filter((event): event is EventOf<T> => event.type === type);
  const scope = { domainId: lease.domainId, analysisId: lease.analysisId, now };
  const findings = of('finding').map((event) => event.finding);
  const kinds = await upsertEntities(trx, scope, of('entity'));
  await insertObservations(
    trx,
    scope,
    of('observation').map((event) => event.observation),
  );
  await upsertFindings(trx, scope, findings);
  await upsertVerdicts(
    trx,
    scope,
    of('verdicts').flatMap((event) => event.verdicts),
  );
  const result = of('result').at(-1)?.result;
  if (result) await applyResult(trx, scope, result);

  const outcomes = of('source').map((event) => event.source);
  await writeLedger(trx, scope, result?.sources ?? outcomes);
  await trx
    .updateTable('analyses')
    .set({
      last_seq: analysis.last_seq + fresh.size,
      phase: of('phase').at(-1)?.phase ?? analysis.phase,
      progress: Math.max(analysis.progress, ...events.map(progressAfter)),
      counts: JSON.stringify({
        entities: tally(analysis.counts?.entities, kinds),
        findings: tally(
          analysis.counts?.findings,
          findings.map((finding) => finding.severity),
        ),
      } satisfies AnalysisCounts),
      sources: JSON.stringify(result?.sources ?? mergeOutcomes(analysis.sources ?? [], outcomes)),
      ...(result && {
        score: JSON.stringify(result.score),
        coverage: JSON.stringify(result.coverage),
        not_done: JSON.stringify(result.not_done),
      }),
    })
    .where('domain_id', '=', lease.domainId)
    .where('id', '=', lease.analysisId)
    .execute();
  await notifyAnalysis(trx, lease.analysisId);
}

async function withoutStored(
  trx: Transaction<Database>,
  lease: Lease,
  batch: readonly ScanEvent[],
): Promise<Map<string, ScanEvent>> {
  const fresh = new Map<string, ScanEvent>();
  for (const event of batch) {
    const key = eventKey(event);
    if (!fresh.has(key)) fresh.set(key, event);
  }
  const stored = await trx
    .selectFrom('analysis_events')
    .select('key')
    .where('domain_id', '=', lease.domainId)
    .where('analysis_id', '=', lease.analysisId)
    .where('key', '=', sql<string>`any(${[...fresh.keys()]}::text[])`)
    .execute();
  for (const { key } of stored) fresh.delete(key);
  return fresh;
}

async function insertEvents(
  trx: Transaction<Database>,
  lease: Lease,
  events: ReadonlyMap<string, ScanEvent>,
  lastSeq: number,
  now: Date,
): Promise<void> {
  const rows = [...events].map(([key, event], index) => ({
    seq: lastSeq + index + 1,
    key,
    type: event.type,
    body: withoutValue(event),
  }));
  await sql`
    insert into analysis_events (domain_id, analysis_id, seq, key, type, body, created_at)
    select ${lease.domainId}::uuid, ${lease.analysisId}::uuid, seq, key, type, body, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (seq bigint, key text, type text, body jsonb)
    order by seq
  `.execute(trx);
}

/** What was observed stands in `observations`, once. */
function withoutValue(event: ScanEvent): ScanEvent {
  if (event.type !== 'observation') return event;
  const { value: _, ...observation } = event.observation;
  return { type: 'observation', observation: observation as Observation };
}

function progressAfter(event: ScanEvent): number {
  if (event.type === 'phase') return SPAN[event.phase][0];
  if (event.type !== 'progress' || event.total === 0) return 0;
  const [from, to] = SPAN[event.phase];
  return from + (to - from) * Math.min(1, event.done / event.total);
}

function tally(before: Record<string, number> | undefined, words: readonly string[]): Record<string, number> {
  const counts = { ...before };
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function mergeOutcomes(before: readonly SourceOutcome[], told: readonly SourceOutcome[]): SourceOutcome[] {
  const bySource = new Map([...before, ...told].map((outcome) => [outcome.source, outcome]));
  return [...bySource.values()];
}
