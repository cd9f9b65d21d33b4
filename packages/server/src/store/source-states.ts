import type { SourceOutcome } from '@cyborux/contract';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export type SourceState = Selectable<Database['source_states']>;

/** Failures in a row after which a source is left in peace. */
const PATIENCE = 5;
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 3600;
/** Who tries whether a source is back has this long, until another may. */
const TRIAL_SECONDS = 120;
/** A silence shorter than this was cut by the end of the analysis, and says nothing of the source. */
const SILENCE_MS = 10_000;

export async function listSourceStates(db: Kysely<Database>): Promise<Map<string, SourceState>> {
  const rows = await db.selectFrom('source_states').selectAll().execute();
  return new Map(rows.map((row) => [row.source, row]));
}

/** May the source be asked? Of all processes one tries, when its pause is over. @returns null: yes */
export async function passBreaker(
  db: Kysely<Database>,
  source: string,
  now: Date,
): Promise<SourceState | null> {
  const state = await db
    .selectFrom('source_states')
    .selectAll()
    .where('source', '=', source)
    .where('paused_until', 'is not', null)
    .executeTakeFirst();
  if (!state) return null;
  const trial = new Date(now.getTime() + TRIAL_SECONDS * 1000);
  const claimed = await db
    .updateTable('source_states')
    .set({ trial_until: trial })
    .where('source', '=', source)
    .where('paused_until', '<=', now)
    .where((eb) => eb.or([eb('trial_until', 'is', null), eb('trial_until', '<=', now)]))
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n ? null : state;
}

/** What an outcome tells of the source itself; null: nothing. A refused key and a limit are between it and us. */
function healthOf({ outcome, duration_ms, key_refused, cached_at }: SourceOutcome): 'well' | 'ill' | null {
  if (cached_at !== undefined || key_refused) return null;
  if (outcome === 'answered' || outcome === 'partial') return 'well';
  if (outcome === 'failed') return 'ill';
  return outcome === 'timeout' && duration_ms >= SILENCE_MS ? 'ill' : null;
}

/** Notes for all processes how sources did; pauses those that failed too often in a row, each time for longer. */
export async function noteHealth(
  db: Kysely<Database>,
  outcomes: readonly SourceOutcome[],
  now: Date,
): Promise<void> {
  for (const outcome of outcomes) {
    const health = healthOf(outcome);
    if (health === 'well') await noteSuccess(db, outcome.source, now);
    if (health === 'ill') await noteFailure(db, outcome.source, now);
  }
}

async function noteSuccess(db: Kysely<Database>, source: string, now: Date): Promise<void> {
  const well = { failures: 0, paused_until: null, trial_until: null, last_success_at: now };
  await db
    .insertInto('source_states')
    .values({ source, ...well })
    .onConflict((oc) => oc.column('source').doUpdateSet(well))
    .execute();
}

/** Without what was wrong: that may name the domain of a user, and this is for everyone. */
async function noteFailure(db: Kysely<Database>, source: string, now: Date): Promise<void> {
  await sql`
    insert into source_states as state (source, failures, last_failure_at)
    values (${source}, 1, ${now}::timestamptz)
    on conflict (source) do update set
      failures = state.failures + 1, last_failure_at = excluded.last_failure_at,
      trial_until = null,
      paused_until = case when state.failures + 1 >= ${PATIENCE} then excluded.last_failure_at
        + least(${LONGEST_PAUSE_SECONDS}, ${FIRST_PAUSE_SECONDS} * power(2, least(20, state.failures + 1 - ${PATIENCE})))
          * interval '1 second' end
  `.execute(db);
}

/** Whose turn it is: the key's own, or that of all who ask without a key of theirs. */
export type PaceOf = { keyId: string } | { source: string };

/**
 * Takes the next place in the queue of all processes, so that they keep to so many requests a minute together: a
 * quarter of them at once, the rest evenly (the generic cell rate algorithm of ATM, ITU-T I.371 appendix I).
 *
 * @returns milliseconds until the turn; null: it would be later than that, and no place was taken
 */
export async function takeTurn(
  db: Kysely<Database>,
  of: PaceOf,
  { perMinute, atMostMs, now }: { perMinute: number; atMostMs: number; now: Date },
): Promise<number | null> {
  const atOnce = Math.floor(perMinute / 4);
  const stepMs = 60_000 / (perMinute - atOnce);
  const leadMs = Math.max(0, atOnce - 1) * stepMs;
  const latest = new Date(now.getTime() + atMostMs + leadMs);
  const next = sql`greatest(next_request_at, ${now}::timestamptz) + ${stepMs} * interval '1 millisecond'`;
  if ('source' in of) {
    await sql`insert into source_states (source) values (${of.source}) on conflict do nothing`.execute(db);
  }
  const { rows } = await sql<{ next_request_at: Date }>`
    update ${sql.table('keyId' in of ? 'source_keys' : 'source_states')} set next_request_at = ${next}
    where ${'keyId' in of ? sql`id = ${of.keyId}` : sql`source = ${of.source}`}
      and next_request_at <= ${latest}::timestamptz
    returning next_request_at
  `.execute(db);
  const [row] = rows;
  if (!row) return null;
  return Math.max(0, row.next_request_at.getTime() - stepMs - leadMs - now.getTime());
}
