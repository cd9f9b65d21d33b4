import type { Page } from '@cyborux/contract';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type PageRequest, pageOf, type Sort } from './page-query.ts';

export interface AuditEntry {
  /** Who: a user's id, or a word for what is no user: `command-line`, `stripe`. Null: someone who is not signed in. */
  actor: string | null;
  /** What: `user.suspend`, `api_key.create`. */
  act: string;
  /** On whom or what: mostly a user's id. No names and no addresses: the line outlives the user. */
  subject: string | null;
  /** From where: the network address; null: from within. */
  address: string | null;
  details?: Record<string, unknown>;
  now: Date;
}

export interface AuditLine extends Omit<AuditEntry, 'now' | 'details'> {
  id: number;
  at: Date;
  details: Record<string, unknown>;
}

export interface AuditFilter {
  actor?: string | undefined;
  act?: string | undefined;
  subject?: string | undefined;
}

/** Writes a line that is never changed. With a transaction: the act and its line happen together. */
export async function recordAudit(db: Kysely<Database>, entry: AuditEntry): Promise<void> {
  const { now, details = {}, ...line } = entry;
  await db
    .insertInto('audit_log')
    .values({ ...line, at: now, details: JSON.stringify(details) })
    .execute();
}

const LATEST_FIRST: Sort = { order: 'desc', terms: [[sql.ref('id'), 'desc']] };

export async function listAudit(
  db: Kysely<Database>,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Page<AuditLine>> {
  return pageOf(chosen(db, filter), request, LATEST_FIRST);
}

const BATCH = 1000;

/** All lines in the order in which they were written, in batches: the log may be longer than memory. */
export async function* readAudit(db: Kysely<Database>, filter: AuditFilter): AsyncGenerator<AuditLine> {
  let after = 0;
  for (;;) {
    const lines = await chosen(db, filter).where('id', '>', after).orderBy('id').limit(BATCH).execute();
    yield* lines;
    const last = lines.at(-1);
    if (last === undefined || lines.length < BATCH) return;
    after = last.id;
  }
}

type AuditQuery = SelectQueryBuilder<Database, 'audit_log', AuditLine>;

function chosen(db: Kysely<Database>, filter: AuditFilter): AuditQuery {
  let query = db
    .selectFrom('audit_log')
    .select(['id', 'at', 'actor', 'act', 'subject', 'address', 'details']);
  for (const column of ['actor', 'act', 'subject'] as const) {
    const value = filter[column];
    if (value !== undefined) query = query.where(column, '=', value);
  }
  return query;
}
