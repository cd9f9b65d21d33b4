import { randomBytes, randomUUID } from 'node:crypto';
import type { Scope } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { apiKeyPrefix, formatApiKey, hashApiKey } from '../api-key.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { type ApiKey, countApiKeys, insertApiKey } from '../store/api-keys.ts';
import { recordAudit } from '../store/audit.ts';

export const MAX_API_KEYS = 50;

/**
 * Makes a key and stores its hash. The secret is in the answer and nowhere else.
 * @throws ProblemError 403 when the user has as many keys as one may have
 */
export async function createApiKey(
  { db }: { db: Kysely<Database> },
  wish: {
    userId: string;
    name: string;
    scopes: readonly Scope[];
    expiresAt: Date | null;
    /** From where it is asked for. */
    address?: string;
  },
): Promise<{ apiKey: ApiKey; secret: string }> {
  const secret = formatApiKey(randomBytes(32));
  const { address = null, ...fields } = wish;
  const apiKey = await db.transaction().execute(async (tx) => {
    if ((await countApiKeys(tx, wish.userId)) >= MAX_API_KEYS) {
      throw new ProblemError(
        403,
        'too_many_api_keys',
        `You have ${MAX_API_KEYS} API keys, which is the most a user can have: revoke one first.`,
      );
    }
    const hash = hashApiKey(secret);
    const made = await insertApiKey(tx, { id: randomUUID(), prefix: apiKeyPrefix(secret), hash, ...fields });
    await recordAudit(tx, {
      actor: wish.userId,
      act: 'api_key.create',
      subject: wish.userId,
      address,
      details: { api_key: made.id, scopes: made.scopes, expires_at: made.expiresAt },
      now: new Date(),
    });
    return made;
  });
  return { apiKey, secret };
}
