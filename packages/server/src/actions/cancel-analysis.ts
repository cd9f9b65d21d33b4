import type { Kysely } from 'kysely';
import type { AnalysisState, Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { requestCancel } from '../store/analyses.ts';
import { endAndSettle } from './end-analysis.ts';

/**
 * Ends an analysis that waits at once; one that runs is told to end, and does so within a second or two. One that is
 * canceled already stays so.
 *
 * @returns the state in which it is now
 * @throws ProblemError 404 when the user has no such analysis, 409 when it is over
 */
export async function cancelAnalysis(
  { db }: { db: Kysely<Database> },
  request: { user: { id: string }; analysisId: string; now: Date },
): Promise<AnalysisState> {
  const { user, analysisId, now } = request;
  return db.transaction().execute(async (trx) => {
    const state = await requestCancel(trx, { userId: user.id, analysisId, now });
    if (state === null) throw new ProblemError(404, 'not_found', 'You have no such analysis.');
    if (state === 'running' || state === 'canceled') return state;
    if (state !== 'queued') throw new ProblemError(409, 'analysis_over', `The analysis is ${state} already.`);
    await endAndSettle(trx, { analysisId, state: 'canceled', answered: null, now });
    return 'canceled';
  });
}
