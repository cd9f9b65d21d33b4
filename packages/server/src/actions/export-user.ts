import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { recordAudit } from '../store/audit.ts';
import { exportUser } from '../store/user-export.ts';
import { findUserRow } from '../store/user-pages.ts';
import { noSuchUser, type Operator } from './change-user.ts';

/**
 * Everything that is kept of a user, as the parts of one JSON document.
 *
 * @throws ProblemError 404 for no such user
 */
export async function startExport(
  { db }: { db: Kysely<Database> },
  { by, userId, now }: { by: Operator; userId: string; now: Date },
): Promise<AsyncGenerator<string>> {
  if (!(await findUserRow(db, userId))) throw noSuchUser();
  await recordAudit(db, { ...by, act: 'user.export', subject: userId, now });
  return exportUser(db, userId);
}
