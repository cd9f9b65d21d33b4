import { type Kysely, sql } from 'kysely';

/** Sources: their ledger, their keys, what they answered, and how they are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- How each source did in each analysis.
    create table source_ledger (
      domain_id uuid not null,
      analysis_id uuid not null,
      source text not null,
      user_id uuid not null references users on delete cascade,
      outcome text not null check (outcome in ('answered', 'partial', 'limited', 'failed', 'timeout', 'skipped')),
      detail text,
      entities integer not null,
      unique_entities integer,
      duration_ms real not null,
      cached_at timestamptz,
      at timestamptz not null,
      primary key (domain_id, analysis_id, source),
      foreign key (domain_id, analysis_id) references analyses on delete cascade
    );
    create index on source_ledger (user_id, source, at);

    -- What all processes know of a source: whether it is left in peace, and when its next request may begin.
    create table source_states (
      source text primary key,
      -- in a row
      failures integer not null default 0,
      paused_until timestamptz,
      -- one process tries whether it is back
      trial_until timestamptz,
      next_request_at timestamptz not null default '-infinity',
      last_success_at timestamptz,
      last_failure_at timestamptz
    );

    create table source_keys (
      id uuid primary key,
      source text not null,
      -- null: the operator's, for everyone
      user_id uuid references users on delete cascade,
      -- of the secret that encrypted it
      secret_id text not null,
      -- nonce, ciphertext, tag (AES-256-GCM)
      sealed bytea not null,
      requests_per_day integer check (requests_per_day > 0),
      requests_per_month integer check (requests_per_month > 0),
      used_day date not null default '-infinity',
      used_on_day integer not null default 0,
      used_month date not null default '-infinity',
      used_in_month integer not null default 0,
      next_request_at timestamptz not null default '-infinity',
      test_state text not null check (test_state in ('accepted', 'untested')),
      test_detail text,
      tested_at timestamptz not null,
      last_used_at timestamptz,
      created_at timestamptz not null,
      unique nulls not distinct (source, user_id)
    );
    create index on source_keys (user_id);

    -- Answers that are kept. What a user's own key got is that user's alone.
    create table source_answers (
      source text not null,
      name text not null,
      user_id uuid references users on delete cascade,
      entities jsonb not null,
      answered_at timestamptz not null,
      unique nulls not distinct (source, name, user_id)
    );
    create index on source_answers (name);
    create index on source_answers (answered_at);
    create index on source_answers (user_id);

    alter table analyses
      -- sources are asked though their answers are kept
      add column fresh boolean not null default false;
  `.execute(db);
}
