import { randomUUID } from 'node:crypto';
import type { Target } from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Queue } from '../queue.ts';
import { type AnalysisRow, findAnalysisRow, insertAnalysis, upsertDomain } from '../store/analyses.ts';
import { findRepeated, type IdempotentRequest, rememberRequest } from '../store/idempotency.ts';
import { lockUser, reserve } from '../store/quota.ts';

/**
 * Grants access to the domain, reserves the quota, stores the analysis and sends its job: all or nothing.
 *
 * @returns created: false when a request with the same idempotency key has started it before
 * @throws ProblemError 403 and 429 for the quota, 409 for an idempotency key with another body
 */
export async function startAnalysis(
  { db, queue }: { db: Kysely<Database>; queue: Pick<Queue, 'send'> },
  request: {
    user: { id: string };
    target: Target;
    fresh?: boolean;
    idempotency?: IdempotentRequest;
    now: Date;
  },
): Promise<{ analysis: AnalysisRow; created: boolean }> {
  const { user, target, fresh = false, idempotency, now } = request;
  return db.transaction().execute(async (trx) => {
    await lockUser(trx, user.id);
    const repeated = idempotency && (await findRepeated(trx, user.id, idempotency, now));
    const before = repeated && (await findAnalysisRow(trx, repeated.analysisId));
    if (before) return { analysis: before, created: false };

    const id = randomUUID();
    await reserve(trx, user.id, 'analyses', id, now);
    const domainId = await upsertDomain(trx, { id: randomUUID(), userId: user.id, ...target });
    const analysis = await insertAnalysis(trx, { id, domainId, userId: user.id, fresh, now });
    if (idempotency) await rememberRequest(trx, user.id, idempotency, { id, domainId }, now);
    await queue.send(trx, id);
    return { analysis, created: true };
  });
}
