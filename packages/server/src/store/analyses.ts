import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { ANALYSIS_CHANNEL } from '../db/notifications.ts';
import type { AnalysisState, Database } from '../db/schema.ts';

export type AnalysisRow = Selectable<Database['analyses']>;
export type EndState = Exclude<AnalysisState, 'queued' | 'running'>;

/** The right to write an analysis: whoever claimed it last has it. */
export interface Lease {
  domainId: string;
  analysisId: string;
  lease: string;
}

/** Another process has claimed the analysis since, or it is over. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';

  constructor({ analysisId }: Lease) {
    super(`The analysis ${analysisId} is in other hands.`);
  }
}

export async function notifyAnalysis(trx: Kysely<Database>, analysisId: string): Promise<void> {
  await sql`select pg_notify(${ANALYSIS_CHANNEL}, ${analysisId})`.execute(trx);
}

/** The domain as this user watches it; made when it is new. Having it is having access. */
export async function upsertDomain(
  trx: Transaction<Database>,
  domain: { id: string; userId: string; name: string; registrable: string },
): Promise<string> {
  const row = await trx
    .insertInto('domains')
    .values({ id: domain.id, user_id: domain.userId, name: domain.name, registrable: domain.registrable })
    // Sets what is set already, so that the row is returned.
    .onConflict((oc) => oc.columns(['user_id', 'name']).doUpdateSet({ registrable: domain.registrable }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertAnalysis(
  trx: Transaction<Database>,
  analysis: { id: string; domainId: string; userId: string; fresh?: boolean; now: Date },
): Promise<AnalysisRow> {
  return trx
    .insertInto('analyses')
    .values({
      id: analysis.id,
      domain_id: analysis.domainId,
      user_id: analysis.userId,
      state: 'queued',
      fresh: analysis.fresh ?? false,
      created_at: analysis.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findAnalysisRow(db: Kysely<Database>, id: string): Promise<AnalysisRow | null> {
  const row = await db.selectFrom('analyses').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export interface ClaimedAnalysis extends Lease {
  userId: string;
  target: { name: string; registrable: string };
  /** Sources are asked though their answers are kept. */
  fresh: boolean;
  deadline: Date;
  cancelRequested: boolean;
}

/**
 * Takes the analysis over, whoever had it before. Its deadline stays that of the first claim.
 *
 * @returns null when it is over
 */
export async function claimAnalysis(
  db: Kysely<Database>,
  claim: { analysisId: string; attempt: number; lease: string; now: Date; budgetSeconds: number },
): Promise<ClaimedAnalysis | null> {
  const deadline = new Date(claim.now.getTime() + claim.budgetSeconds * 1000);
  const row = await db
    .updateTable('analyses')
    .from('domains')
    .whereRef('domains.id', '=', 'analyses.domain_id')
    .where('analyses.id', '=', claim.analysisId)
    .where('analyses.state', 'in', ['queued', 'running'])
    .set((eb) => ({
      state: 'running',
      lease: claim.lease,
      attempt: claim.attempt,
      started_at: eb.fn.coalesce('analyses.started_at', eb.val(claim.now)),
      deadline_at: eb.fn.coalesce('analyses.deadline_at', eb.val(deadline)),
    }))
    .returning(['analyses.domain_id', 'analyses.deadline_at', 'analyses.cancel_requested_at'])
    .returning(['analyses.user_id', 'analyses.fresh'])
    .returning(['domains.name', 'domains.registrable'])
    .executeTakeFirst();
  if (!row) return null;
  return {
    domainId: row.domain_id,
    analysisId: claim.analysisId,
    lease: claim.lease,
    userId: row.user_id,
    target: { name: row.name, registrable: row.registrable },
    fresh: row.fresh,
    deadline: row.deadline_at ?? deadline,
    cancelRequested: row.cancel_requested_at !== null,
  };
}

/** How the holder of a lease learns that it is to stop. */
export async function checkLease(
  db: Kysely<Database>,
  { domainId, analysisId, lease }: Lease,
): Promise<'held' | 'cancel' | 'lost'> {
  const row = await db
    .selectFrom('analyses')
    .select('cancel_requested_at')
    .where('domain_id', '=', domainId)
    .where('id', '=', analysisId)
    .where('lease', '=', lease)
    .executeTakeFirst();
  if (!row) return 'lost';
  return row.cancel_requested_at === null ? 'held' : 'cancel';
}

/** Until the transaction ends nobody else writes the domain, nor claims the analysis. */
export async function lockLease(
  trx: Transaction<Database>,
  lease: Lease,
): Promise<Pick<AnalysisRow, 'last_seq' | 'counts' | 'sources' | 'progress' | 'phase'>> {
  await trx.selectFrom('domains').select('id').where('id', '=', lease.domainId).forNoKeyUpdate().execute();
  const row = await trx
    .selectFrom('analyses')
    .select(['last_seq', 'counts', 'sources', 'progress', 'phase'])
    .where('domain_id', '=', lease.domainId)
    .where('id', '=', lease.analysisId)
    .where('lease', '=', lease.lease)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new LeaseLost(lease);
  return row;
}

/** Gives the lease back unused: the next one who claims goes on. */
export async function releaseLease(trx: Transaction<Database>, lease: Lease): Promise<boolean> {
  const result = await trx
    .updateTable('analyses')
    .set({ lease: null })
    .where('domain_id', '=', lease.domainId)
    .where('id', '=', lease.analysisId)
    .where('lease', '=', lease.lease)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends what is not over yet; whoever holds the lease loses it. */
export async function endAnalysis(
  trx: Transaction<Database>,
  end: { analysisId: string; state: EndState; error: string | null; now: Date },
): Promise<boolean> {
  const result = await trx
    .updateTable('analyses')
    .set({
      state: end.state,
      error: end.error,
      lease: null,
      finished_at: end.now,
      ...(end.state === 'completed' ? { progress: 1 } : {}),
    })
    .where('id', '=', end.analysisId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  await notifyAnalysis(trx, end.analysisId);
  return result.numUpdatedRows > 0n;
}

/** @returns the state in which the analysis was found; null when the user has no such analysis */
export async function requestCancel(
  trx: Transaction<Database>,
  request: { userId: string; analysisId: string; now: Date },
): Promise<AnalysisState | null> {
  const row = await trx
    .selectFrom('analyses')
    .select(['state', 'domain_id'])
    .where('id', '=', request.analysisId)
    .where('user_id', '=', request.userId)
    .forUpdate()
    .executeTakeFirst();
  if (row?.state === 'running') {
    await trx
      .updateTable('analyses')
      .set((eb) => ({ cancel_requested_at: eb.fn.coalesce('cancel_requested_at', eb.val(request.now)) }))
      .where('domain_id', '=', row.domain_id)
      .where('id', '=', request.analysisId)
      .execute();
    await notifyAnalysis(trx, request.analysisId);
  }
  return row?.state ?? null;
}

export interface AbandonedAnalysis {
  analysisId: string;
  /** The attempt whose worker died; null: it was handed back. */
  attempt: number | null;
}

/** Analyses that were begun and that no living process works on: whoever lives holds its lease's lock. */
export async function abandonedAnalyses(db: Kysely<Database>): Promise<AbandonedAnalysis[]> {
  const { rows } = await sql<AbandonedAnalysis>`
    with running as materialized (select id, lease, attempt from analyses where state = 'running')
    select id as "analysisId", case when lease is null then null else attempt end as attempt
    from running
    where lease is null or pg_try_advisory_xact_lock(hashtextextended(lease::text, 0))
  `.execute(db);
  return rows;
}
