import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../db/schema.ts';
import type { KeyBox } from '../../sealed-keys.ts';
import { keysOfOtherSecrets, resealSourceKey } from '../../store/source-keys.ts';
import { placeOfKey } from './usable-keys.ts';

/** Encrypts with the first secret what former ones encrypted, so that those can be taken away. */
export async function resealKeys(
  { db, log }: { db: Kysely<Database>; log: Logger },
  keyBox: KeyBox,
): Promise<void> {
  for (const row of await keysOfOtherSecrets(db, keyBox.secretId)) {
    const place = placeOfKey(row.source, row.user_id);
    const key = keyBox.open({ secretId: row.secret_id, sealed: row.sealed }, place);
    if (key === null) log.warn({ source: row.source, key: row.id }, 'key of a source cannot be decrypted');
    else await resealSourceKey(db, row, keyBox.seal(key, place));
  }
}
