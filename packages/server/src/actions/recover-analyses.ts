import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Queue } from '../queue.ts';
import { abandonedAnalyses } from '../store/analyses.ts';
import { endAndSettle } from './end-analysis.ts';

/** Lets the work of processes that died go on at once; what has died too often ends as failed. */
export async function recoverAnalyses(
  { db, queue }: { db: Kysely<Database>; queue: Pick<Queue, 'revive'> },
  now: Date,
): Promise<void> {
  for (const { analysisId, attempt } of await abandonedAnalyses(db)) {
    if (await queue.revive(analysisId, attempt)) continue;
    const error = 'The analysis was interrupted too often.';
    await db
      .transaction()
      .execute((trx) => endAndSettle(trx, { analysisId, state: 'failed', error, answered: null, now }));
  }
}
