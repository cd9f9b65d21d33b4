import { randomBytes, randomUUID } from 'node:crypto';
import { SCOPES } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { apiKeyPrefix, formatApiKey, hashApiKey } from '../api-key.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { insertApiKey } from '../store/api-keys.ts';
import { recordAudit } from '../store/audit.ts';
import { findUserIdByEmail, insertUser } from '../store/users.ts';
import type { Operator } from './change-user.ts';

/**
 * Makes an account of tier basic, without a password, and its first API key, which may do everything that a user may.
 *
 * @returns the key, which is told this once
 * @throws ProblemError 409 when the address has an account
 */
export async function createUser(
  { db }: { db: Kysely<Database> },
  { by, email, name, now }: { by: Operator; email: string; name: string; now: Date },
): Promise<{ userId: string; key: string }> {
  const key = formatApiKey(randomBytes(32));
  const userId = randomUUID();
  await db.transaction().execute(async (trx) => {
    if (await findUserIdByEmail(trx, email)) {
      throw new ProblemError(409, 'email_taken', 'This address has an account already.');
    }
    await insertUser(trx, { id: userId, email: email.toLowerCase(), name, tier: 'basic' });
    await insertApiKey(trx, {
      id: randomUUID(),
      userId,
      name: 'First key',
      prefix: apiKeyPrefix(key),
      hash: hashApiKey(key),
      scopes: SCOPES,
      expiresAt: null,
    });
    await recordAudit(trx, { ...by, act: 'user.create', subject: userId, now });
  });
  return { userId, key };
}
