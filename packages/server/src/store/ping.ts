import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Throws when the database does not answer, or is not migrated yet. */
export async function pingDatabase(db: Kysely<Database>): Promise<void> {
  await sql`select from users limit 1`.execute(db);
}
