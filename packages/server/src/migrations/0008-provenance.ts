import { type Kysely, sql } from 'kysely';

/** What was found from an entity, for the graph. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index provenance_by_origin on entity_provenance (domain_id, from_id, entity_id)`.execute(
    db,
  );
}
