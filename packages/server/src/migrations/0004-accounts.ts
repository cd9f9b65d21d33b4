import { type Kysely, sql } from 'kysely';

/** How people sign in, what is limited, and the log of what they did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table users
      alter column id set default gen_random_uuid(),
      alter column tier set default 'basic',
      add column email_verified boolean not null default false,
      add column image text,
      add column two_factor_enabled boolean not null default false,
      add column updated_at timestamptz not null default now();
    create index users_by_created_at on users (created_at desc, id);

    create table sessions (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users on delete cascade,
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index on sessions (user_id);
    create index on sessions (expires_at);

    -- A way to sign in: a password, or an account at an identity provider.
    create table sign_in_methods (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users on delete cascade,
      provider_id text not null,
      account_id text not null,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (provider_id, account_id)
    );
    create index on sign_in_methods (user_id);

    -- Tokens that were sent or handed out and wait to be used once.
    create table verifications (
      id uuid primary key default gen_random_uuid(),
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index on verifications (identifier);
    create index on verifications (expires_at);

    create table two_factors (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users on delete cascade,
      -- both encrypted
      secret text not null,
      backup_codes text not null,
      verified boolean not null default true,
      failed_verification_count integer not null default 0,
      locked_until timestamptz
    );
    create index on two_factors (user_id);

    create table passkeys (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users on delete cascade,
      name text,
      public_key text not null,
      credential_id text not null unique,
      counter bigint not null,
      device_type text not null,
      backed_up boolean not null,
      transports text,
      aaguid text,
      created_at timestamptz default now()
    );
    create index on passkeys (user_id);

    create table rate_limits (
      key text primary key,
      count integer not null,
      expires_at timestamptz not null
    );
    create index on rate_limits (expires_at);

    -- Ids alone, no names: a line outlives the user that it tells of.
    create table audit_log (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      -- a user's id, or a word: command-line, stripe; null: someone who is not signed in
      actor text,
      act text not null,
      subject text,
      address text,
      details jsonb not null default '{}'
    );
    create index on audit_log (subject, id desc);
    create index on audit_log (actor, id desc);
    create index on audit_log (act, id desc);

    create function refuse_change() returns trigger language plpgsql as $function$
    begin
      raise exception '% is append-only', tg_table_name;
    end
    $function$;
    create trigger append_only before update or delete or truncate on audit_log
      for each statement execute function refuse_change();
  `.execute(db);
}
