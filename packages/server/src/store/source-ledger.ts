import type { SourceOutcome } from '@cyborux/contract';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { WriteScope } from './inventory.ts';

/** One line for each source and analysis: the last word counts. */
export async function writeLedger(
  trx: Transaction<Database>,
  scope: WriteScope,
  outcomes: readonly SourceOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = new Map(outcomes.map((outcome) => [outcome.source, outcome]));
  await sql`
    insert into source_ledger (
      domain_id, analysis_id, source, user_id, outcome, detail, entities, unique_entities, duration_ms, cached_at, at
    )
    select ${scope.domainId}::uuid, ${scope.analysisId}::uuid, source, analyses.user_id, outcome, detail, entities,
      unique_entities, duration_ms, cached_at, ${scope.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) as row (
      source text, outcome text, detail text, entities integer, unique_entities integer, duration_ms real,
      cached_at timestamptz
    ), analyses
    where analyses.domain_id = ${scope.domainId} and analyses.id = ${scope.analysisId}
    on conflict (domain_id, analysis_id, source) do update set
      outcome = excluded.outcome, detail = excluded.detail, entities = excluded.entities,
      unique_entities = excluded.unique_entities, duration_ms = excluded.duration_ms, cached_at = excluded.cached_at
  `.execute(trx);
}

export interface LedgerTotals {
  source: string;
  asked: number;
  answered: number;
  partial: number;
  limited: number;
  failed: number;
  timeout: number;
  skipped: number;
  cached: number;
  entities: number;
  unique_entities: number;
  median_ms: number | null;
  last_asked_at: Date | null;
  last_success_at: Date | null;
}

/** How each source did in the analyses of a user since then. */
export async function ledgerTotals(
  db: Kysely<Database>,
  userId: string,
  since: Date,
): Promise<LedgerTotals[]> {
  const { rows } = await sql<LedgerTotals>`
    select source,
      count(*) filter (where outcome <> 'skipped' and cached_at is null) as asked,
      count(*) filter (where outcome = 'answered' and cached_at is null) as answered,
      count(*) filter (where outcome = 'partial') as partial,
      count(*) filter (where outcome = 'limited') as limited,
      count(*) filter (where outcome = 'failed') as failed,
      count(*) filter (where outcome = 'timeout') as timeout,
      count(*) filter (where outcome = 'skipped') as skipped,
      count(*) filter (where cached_at is not null) as cached,
      coalesce(sum(entities), 0)::bigint as entities,
      coalesce(sum(unique_entities), 0)::bigint as unique_entities,
      percentile_cont(0.5) within group (order by duration_ms)
        filter (where outcome <> 'skipped' and cached_at is null) as median_ms,
      max(at) filter (where outcome <> 'skipped' and cached_at is null) as last_asked_at,
      max(at) filter (where outcome = 'answered' and cached_at is null) as last_success_at
    from source_ledger where user_id = ${userId} and at >= ${since}
    group by source
  `.execute(db);
  return rows;
}

/** The last word of each source in the user's analyses. */
export async function lastOutcomes(
  db: Kysely<Database>,
  userId: string,
): Promise<Map<string, { outcome: SourceOutcome['outcome']; detail: string | null; at: Date }>> {
  const rows = await db
    .selectFrom('source_ledger')
    .distinctOn('source')
    .select(['source', 'outcome', 'detail', 'at'])
    .where('user_id', '=', userId)
    .orderBy('source')
    .orderBy('at', 'desc')
    .execute();
  return new Map(rows.map(({ source, ...row }) => [source, row]));
}
