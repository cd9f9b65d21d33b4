import { type Kysely, sql } from 'kysely';

/** Subscriptions as Stripe last told them, the events that told, and what was bought. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table users
      add column stripe_customer_id text unique,
      -- set by the operator: the periods of the allowance start from here; null: from created_at
      add column period_anchor timestamptz;

    create table subscriptions (
      -- sub_...
      id text primary key,
      user_id uuid not null references users on delete cascade,
      tier text not null check (tier in ('protect', 'vigilant')),
      billing_interval text not null check (billing_interval in ('monthly', 'yearly')),
      -- Stripe's word: active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, paused
      status text not null,
      current_period_start timestamptz not null,
      current_period_end timestamptz not null,
      cancel_at_period_end boolean not null default false,
      trial_end timestamptz,
      -- a charge of it is disputed and the dispute is not closed in our favour
      disputed boolean not null default false,
      created_at timestamptz not null,
      updated_at timestamptz not null default now()
    );
    create index on subscriptions (user_id, created_at desc);

    create table stripe_events (
      -- evt_...
      id text primary key,
      type text not null,
      -- when Stripe made it
      created_at timestamptz not null,
      received_at timestamptz not null default now(),
      outcome text not null check (outcome in ('applied', 'ignored'))
    );

    -- Checkout sessions that were started, for the limit per user and the hand-out of credits.
    create table checkouts (
      -- cs_...; null until Stripe has answered
      id text unique,
      request_id uuid primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null
    );
    create index on checkouts (user_id, created_at);
  `.execute(db);
}
