import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { revokeApiKey } from '../store/api-keys.ts';
import { recordAudit } from '../store/audit.ts';

/** @returns false when the user has no such key, or has revoked it already */
export async function endApiKey(
  { db }: { db: Kysely<Database> },
  { userId, id, address, now }: { userId: string; id: string; address: string | null; now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await revokeApiKey(trx, userId, id, now))) return false;
    const details = { api_key: id };
    await recordAudit(trx, { actor: userId, act: 'api_key.revoke', subject: userId, address, details, now });
    return true;
  });
}
