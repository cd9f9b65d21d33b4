import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../db/schema.ts';
import type { KeyBox } from '../../sealed-keys.ts';
import { type KeyHolder, usableKeys } from '../../store/source-keys.ts';

/** A key that an analysis asks with. */
export interface UsableKey {
  key: string;
  /** Its row, that holds its budget; null: it is of the configuration and has none. */
  id: string | null;
  userId: KeyHolder;
  requestsPerDay: number | null;
  requestsPerMonth: number | null;
}

/** What a sealed key can be opened for. */
export function placeOfKey(source: string, userId: KeyHolder): string {
  return `source ${source} of ${userId ?? 'everyone'}`;
}

/** Source id to key: the user's own, else the operator's over the API, else that of the configuration. */
export async function keysOfUser(
  deps: {
    db: Kysely<Database>;
    keyBox: KeyBox | null;
    configured: Readonly<Record<string, string>>;
    log: Logger;
  },
  userId: string,
): Promise<Map<string, UsableKey>> {
  const keys = new Map<string, UsableKey>();
  for (const [source, key] of Object.entries(deps.configured)) {
    keys.set(source, { key, id: null, userId: null, requestsPerDay: null, requestsPerMonth: null });
  }
  const rows = await usableKeys(deps.db, userId);
  // The user's own come last, and stay.
  for (const row of rows.sort((a, b) => Number(a.user_id !== null) - Number(b.user_id !== null))) {
    const sealed = { secretId: row.secret_id, sealed: row.sealed };
    const key = deps.keyBox?.open(sealed, placeOfKey(row.source, row.user_id)) ?? null;
    if (key === null) {
      deps.log.warn({ source: row.source, key: row.id }, 'key of a source cannot be decrypted');
      continue;
    }
    keys.set(row.source, {
      key,
      id: row.id,
      userId: row.user_id,
      requestsPerDay: row.requests_per_day,
      requestsPerMonth: row.requests_per_month,
    });
  }
  return keys;
}
