import { randomUUID } from 'node:crypto';
import type { NetSession, Source } from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../db/schema.ts';
import { ProblemError } from '../../errors.ts';
import type { KeyBox } from '../../sealed-keys.ts';
import { recordAudit } from '../../store/audit.ts';
import { replaceSourceKey, type SourceKeyRow } from '../../store/source-keys.ts';
import { tryKey } from './try-key.ts';
import { placeOfKey } from './usable-keys.ts';

export interface KeyWish {
  source: Source;
  key: string;
  actor: string;
  address: string;
  /** Null: for everyone. */
  userId: string | null;
  requestsPerDay: number | null;
  requestsPerMonth: number | null;
  now: Date;
}

/**
 * Tests the key at its source and stores it encrypted, in the place of the former one.
 *
 * @throws ProblemError 400 when the source takes no key or refuses this one; then the former one stays
 */
export async function saveSourceKey(
  deps: { db: Kysely<Database>; keyBox: KeyBox; openNetwork: () => NetSession; log: Logger },
  wish: KeyWish,
): Promise<SourceKeyRow> {
  const { source, key, userId, now } = wish;
  if (source.credential === undefined) {
    throw new ProblemError(400, 'no_key_needed', `${source.title} takes no key.`);
  }
  const test = await tryKey(deps, source, key);
  if (test.state === 'refused') throw new ProblemError(400, 'key_refused', test.detail);
  const row = await replaceSourceKey(deps.db, {
    ...{ id: randomUUID(), source: source.id, userId },
    ...deps.keyBox.seal(key, placeOfKey(source.id, userId)),
    requestsPerDay: wish.requestsPerDay,
    requestsPerMonth: wish.requestsPerMonth,
    testState: test.state,
    testDetail: test.state === 'untested' ? test.detail : null,
    now,
  });
  const details = { source: source.id, for: userId === null ? 'everyone' : 'own' };
  const entry = { actor: wish.actor, act: 'source_key.set', subject: row.id, address: wish.address };
  await recordAudit(deps.db, { ...entry, details, now });
  return row;
}
