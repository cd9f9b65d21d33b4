import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type EndState, endAnalysis } from '../store/analyses.ts';
import { settle } from '../store/quota.ts';

/** Under this share of answered checks an analysis that did not complete is not charged. */
const CHARGED_SHARE = 0.5;

/**
 * Ends an analysis and settles what it holds of the quota.
 *
 * @param end.answered share of the checks that were answered; null: nothing was judged
 * @returns false when it was over already
 */
export async function endAndSettle(
  trx: Transaction<Database>,
  end: { analysisId: string; state: EndState; error?: string; answered: number | null; now: Date },
): Promise<boolean> {
  const ended = await endAnalysis(trx, { ...end, error: end.error ?? null });
  if (ended) await settle(trx, end.analysisId, quotaOutcome(end.state, end.answered), end.now);
  return ended;
}

function quotaOutcome(state: EndState, answered: number | null): 'charge' | 'release' {
  if (state === 'completed') return 'charge';
  if (state === 'failed') return 'release';
  return (answered ?? 0) < CHARGED_SHARE ? 'release' : 'charge';
}
