import { type Kysely, sql } from 'kysely';

/**
 * Every table below a domain leads its primary key with domain_id, so that the database can be sharded by domain.
 * Entity and finding ids are derived from what they identify (db/ids.ts): an upsert needs no look-up.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      id uuid primary key,
      email text unique,
      name text not null,
      tier text not null check (tier in ('basic', 'protect', 'vigilant', 'enterprise')),
      -- per feature and period; null within: unlimited; only for tier enterprise
      custom_quota jsonb,
      is_operator boolean not null default false,
      suspended_at timestamptz,
      created_at timestamptz not null default now()
    );

    create table api_keys (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      name text not null,
      prefix text not null,
      hash bytea not null unique,
      scopes text[] not null,
      expires_at timestamptz,
      last_used_at timestamptz,
      last_used_address text,
      revoked_at timestamptz,
      created_at timestamptz not null default now()
    );
    create index on api_keys (user_id, created_at);

    -- A domain as one user watches it. Having the row is having access.
    create table domains (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      name text not null,
      registrable text not null,
      last_analysis_id uuid,
      last_analysis_at timestamptz,
      -- of the last analysis that judged: contract DomainScore, Coverage
      score jsonb,
      coverage jsonb,
      score_value real,
      risk_level smallint not null default 4,
      created_at timestamptz not null default now(),
      unique (user_id, name)
    );

    create table analyses (
      domain_id uuid not null references domains on delete cascade,
      id uuid not null,
      user_id uuid not null references users on delete cascade,
      kind text not null default 'analysis' check (kind in ('analysis', 'deep_scan')),
      state text not null check (state in ('queued', 'running', 'completed', 'partial', 'failed', 'canceled')),
      phase text check (phase in ('discover', 'observe', 'judge')),
      progress real not null default 0,
      score jsonb,
      coverage jsonb,
      counts jsonb,
      sources jsonb,
      not_done jsonb,
      error text,
      -- fences off a worker that was thought dead: only the holder writes
      lease uuid,
      -- of the job, that holds the lease
      attempt integer,
      last_seq bigint not null default 0,
      cancel_requested_at timestamptz,
      deadline_at timestamptz,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      primary key (domain_id, id)
    );
    create index on analyses (id);
    create index analyses_running on analyses (id) where state = 'running';
    create index on analyses (user_id, created_at desc, id);
    create index on analyses (domain_id, created_at desc);

    create table analysis_events (
      domain_id uuid not null,
      analysis_id uuid not null,
      seq bigint not null,
      -- what makes the event itself: a second one with the same key is the same event
      key text not null,
      type text not null,
      body jsonb not null,
      created_at timestamptz not null default now(),
      primary key (domain_id, analysis_id, seq),
      foreign key (domain_id, analysis_id) references analyses on delete cascade
    );
    create unique index on analysis_events (domain_id, analysis_id, key);

    create table observations (
      domain_id uuid not null,
      analysis_id uuid not null,
      module text not null,
      entity_id uuid not null,
      entity text not null,
      observed_at timestamptz not null,
      value jsonb not null,
      primary key (domain_id, analysis_id, module, entity_id),
      foreign key (domain_id, analysis_id) references analyses on delete cascade
    );

    create table entities (
      domain_id uuid not null references domains on delete cascade,
      id uuid not null,
      kind text not null,
      name text not null,
      attributes jsonb not null,
      sources text[] not null,
      -- 0 critical .. 4 info
      risk_level smallint not null default 4,
      risk_score real not null default 0,
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      last_analysis_id uuid not null,
      primary key (domain_id, id)
    );
    create index entities_by_risk on entities (domain_id, kind, risk_level, risk_score desc, id);
    create index entities_by_name on entities (domain_id, kind, left(name, 255), id);
    create index entities_by_first_seen on entities (domain_id, kind, first_seen, id);
    create index entities_by_last_seen on entities (domain_id, kind, last_seen, id);

    -- How an entity was found: which module, from which other entity (nil: from the domain itself).
    create table entity_provenance (
      domain_id uuid not null,
      entity_id uuid not null,
      module text not null,
      from_id uuid not null default '00000000-0000-0000-0000-000000000000',
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      primary key (domain_id, entity_id, module, from_id),
      foreign key (domain_id, entity_id) references entities on delete cascade
    );

    create table findings (
      domain_id uuid not null references domains on delete cascade,
      id uuid not null,
      fingerprint text not null,
      code text not null,
      check_id text not null,
      category text not null,
      entity_id uuid not null,
      entity text not null,
      affects text[] not null,
      severity smallint not null,
      confidence text not null,
      optional boolean not null,
      title text not null,
      evidence jsonb not null,
      remediation text not null,
      refs text[] not null,
      risk_level smallint not null,
      risk_score real not null,
      -- resolved: a later analysis could judge it and it was gone
      state text not null check (state in ('open', 'resolved')),
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      resolved_at timestamptz,
      last_analysis_id uuid not null,
      primary key (domain_id, id)
    );
    create index findings_by_risk on findings (domain_id, state, risk_level, risk_score desc, id);
    create index findings_by_entity on findings (domain_id, entity_id);

    -- The last outcome of each check on each entity.
    create table verdicts (
      domain_id uuid not null references domains on delete cascade,
      check_id text not null,
      entity_id uuid not null,
      outcome text not null,
      detail text,
      analysis_id uuid not null,
      primary key (domain_id, check_id, entity_id)
    );

    -- Immutable lines; a balance is a sum. reservation: reserved +1; charge: reserved -1, used +1; release: reserved -1.
    create table quota_ledger (
      id bigint generated always as identity primary key,
      user_id uuid not null references users on delete cascade,
      feature text not null check (feature in ('analyses', 'reports', 'deep_scans')),
      pool text not null check (pool in ('allowance', 'credits')),
      entry text not null check (entry in ('reservation', 'charge', 'release', 'grant', 'purchase', 'expiry', 'refund')),
      reserved integer not null default 0,
      used integer not null default 0,
      granted integer not null default 0,
      period_start timestamptz,
      -- the run or the purchase that caused the line
      cause text not null,
      created_at timestamptz not null default now()
    );
    create index on quota_ledger (user_id, feature, pool, period_start);
    create unique index on quota_ledger (cause, feature) where entry = 'reservation';
    create unique index on quota_ledger (cause, feature) where entry in ('charge', 'release');

    create table idempotency_keys (
      user_id uuid not null references users on delete cascade,
      key text not null,
      request_hash text not null,
      domain_id uuid not null,
      analysis_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (user_id, key)
    );
  `.execute(db);
}
