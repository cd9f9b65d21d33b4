import type { Entity } from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import { storable } from '../db/json.ts';
import type { Database } from '../db/schema.ts';

/** Whose answer: null, that of all who ask without a key of their own. */
export interface AnswerPlace {
  source: string;
  name: string;
  userId: string | null;
}

export async function findAnswer(
  db: Kysely<Database>,
  { source, name, userId }: AnswerPlace,
  since: Date,
): Promise<{ entities: readonly Entity[]; answeredAt: Date } | null> {
  const row = await db
    .selectFrom('source_answers')
    .select(['entities', 'answered_at'])
    .where('source', '=', source)
    .where('name', '=', name)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('answered_at', '>', since)
    .executeTakeFirst();
  return row ? { entities: row.entities, answeredAt: row.answered_at } : null;
}

export async function keepAnswer(
  db: Kysely<Database>,
  { source, name, userId }: AnswerPlace,
  entities: readonly Entity[],
  now: Date,
): Promise<void> {
  await sql`
    insert into source_answers (source, name, user_id, entities, answered_at)
    values (${source}, ${name}, ${userId}, ${JSON.stringify(storable(entities))}::jsonb, ${now}::timestamptz)
    on conflict (source, name, user_id) do update set entities = excluded.entities, answered_at = excluded.answered_at
  `.execute(db);
}

/** Answers that nobody reads any more. */
export async function forgetAnswers(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('source_answers').where('answered_at', '<=', before).execute();
}
