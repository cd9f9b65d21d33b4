import { randomBytes, randomUUID } from 'node:crypto';
import { SCOPES } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { apiKeyPrefix, formatApiKey, hashApiKey } from '../api-key.ts';
import type { Database } from '../db/schema.ts';
import { insertApiKey } from '../store/api-keys.ts';
import { recordAudit } from '../store/audit.ts';
import { operatorExists } from '../store/operators.ts';
import { insertUser } from '../store/users.ts';

/**
 * Makes the operator's account, without limits, and its first API key, which may do everything.
 *
 * @returns the key, which is told this once; null when there is an operator already
 */
export async function createOperator({ db }: { db: Kysely<Database> }): Promise<string | null> {
  const secret = formatApiKey(randomBytes(32));
  return db.transaction().execute(async (trx) => {
    if (await operatorExists(trx)) return null;
    const userId = randomUUID();
    await insertUser(trx, {
      id: userId,
      email: null,
      name: 'Operator',
      tier: 'enterprise',
      isOperator: true,
    });
    await insertApiKey(trx, {
      id: randomUUID(),
      userId,
      name: 'First key',
      prefix: apiKeyPrefix(secret),
      hash: hashApiKey(secret),
      scopes: SCOPES,
      expiresAt: null,
    });
    const entry = { actor: null, act: 'operator.create', subject: userId, address: null };
    await recordAudit(trx, { ...entry, now: new Date() });
    return secret;
  });
}
