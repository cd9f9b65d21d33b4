import { type Kysely, sql } from 'kysely';

/** What Stripe says of disputes, and which subscription a user's tier comes from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscriptions
      -- the user's tier was set because of it: it goes when the subscription's features end
      add column holds_tier boolean not null default false;
    create index on subscriptions (current_period_end) where holds_tier;

    create table disputes (
      -- dp_...
      id text primary key,
      subscription_id text not null references subscriptions on delete cascade,
      -- Stripe's word: needs_response, under_review, won, lost, warning_...
      status text not null,
      updated_at timestamptz not null
    );
    create index on disputes (subscription_id);
  `.execute(db);
}
