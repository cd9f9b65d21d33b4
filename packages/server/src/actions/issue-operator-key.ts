import { randomBytes, randomUUID } from 'node:crypto';
import { SCOPES } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { apiKeyPrefix, formatApiKey, hashApiKey } from '../api-key.ts';
import type { Database } from '../db/schema.ts';
import { insertApiKey, revokeApiKeysNamed } from '../store/api-keys.ts';
import { recordAudit } from '../store/audit.ts';
import { findOperatorId } from '../store/operators.ts';

/**
 * Makes the operator a key that may do everything, in place of those of the same name: whoever can reach the database
 * owns the installation, and a lost key must not lock its operator out.
 *
 * @returns the key, which is told this once
 */
export async function issueOperatorKey({ db }: { db: Kysely<Database> }, name: string): Promise<string> {
  const secret = formatApiKey(randomBytes(32));
  await db.transaction().execute(async (trx) => {
    const userId = await findOperatorId(trx);
    await revokeApiKeysNamed(trx, userId, name, new Date());
    await insertApiKey(trx, {
      id: randomUUID(),
      userId,
      name,
      prefix: apiKeyPrefix(secret),
      hash: hashApiKey(secret),
      scopes: SCOPES,
      expiresAt: null,
    });
    const entry = { actor: 'command-line', act: 'operator_key.issue', subject: userId, address: null };
    await recordAudit(trx, { ...entry, now: new Date() });
  });
  return secret;
}
