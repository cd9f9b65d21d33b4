import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';

export interface IdempotentRequest {
  key: string;
  /** Of what was asked for: the same key with another body is a mistake. */
  requestHash: string;
}

/** A key is remembered for a day; after it, it is a new one. */
const REMEMBERED_MS = 24 * 3_600_000;
const FORGOTTEN_AT_ONCE = 10;

/**
 * The analysis that a request with this key started within the last day; null when there was none.
 *
 * @throws ProblemError 409 when that request had another body
 */
export async function findRepeated(
  trx: Transaction<Database>,
  userId: string,
  { key, requestHash }: IdempotentRequest,
  now: Date,
): Promise<{ analysisId: string } | null> {
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'analysis_id'])
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .where('created_at', '>', forgottenAt(now))
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

/** Keeps what a key has started, in place of what it started more than a day ago. */
export async function rememberRequest(
  trx: Transaction<Database>,
  userId: string,
  { key, requestHash }: IdempotentRequest,
  analysis: { id: string; domainId: string },
  now: Date,
): Promise<void> {
  const row = {
    request_hash: requestHash,
    domain_id: analysis.domainId,
    analysis_id: analysis.id,
    created_at: now,
  };
  await trx
    .insertInto('idempotency_keys')
    .values({ user_id: userId, key, ...row })
    .onConflict((conflict) => conflict.columns(['user_id', 'key']).doUpdateSet(row))
    .execute();
  // Each new key clears away some old ones, so that the table never grows beyond a day.
  await sql`
    delete from idempotency_keys where (user_id, key) in (
      select user_id, key from idempotency_keys where created_at <= ${forgottenAt(now)}
      limit ${FORGOTTEN_AT_ONCE} for update skip locked
    )`.execute(trx);
}

function forgottenAt(now: Date): Date {
  return new Date(now.getTime() - REMEMBERED_MS);
}
