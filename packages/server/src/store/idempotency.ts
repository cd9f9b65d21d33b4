import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';

export interface IdempotentRequest {
  key: string;
  /** Of what was asked for: the same key with another body is a mistake. */
  requestHash: string;
}

/**
 * The analysis that a request with this key started before; null when there was none.
 *
 * @throws ProblemError 409 when that request had another body
 */
export async function findRepeated(
  trx: Transaction<Database>,
  userId: string,
  { key, requestHash }: IdempotentRequest,
): Promise<{ analysisId: string } | null> {
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'analysis_id'])
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.request_hash !== requestHash) {
    throw new ProblemError(
      409,
      'idempotency_conflict',
      'This Idempotency-Key was sent with another body before: use a new key for a new request.',
    );
  }
  return { analysisId: row.analysis_id };
}

export async function rememberRequest(
  trx: Transaction<Database>,
  userId: string,
  { key, requestHash }: IdempotentRequest,
  analysis: { id: string; domainId: string },
): Promise<void> {
  await trx
    .insertInto('idempotency_keys')
    .values({
      user_id: userId,
      key,
      request_hash: requestHash,
      domain_id: analysis.domainId,
      analysis_id: analysis.id,
    })
    .execute();
}
