import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

const USER = sql`select id, email, email_verified, name, image, tier, custom_quota, is_operator, two_factor_enabled,
  suspended_at, stripe_customer_id, period_anchor, created_at from users`;

/** What is told of each table; secrets, hashes and what is ours alone (leases, job attempts) are left out. */
const OF_USER = {
  api_keys: sql`select id, name, prefix, scopes, expires_at, last_used_at, last_used_address, revoked_at, created_at from api_keys`,
  sessions: sql`select id, ip_address, user_agent, created_at, expires_at from sessions`,
  sign_in_methods: sql`select id, provider_id, account_id, created_at from sign_in_methods`,
  passkeys: sql`select id, name, device_type, created_at from passkeys`,
  subscriptions: sql`select * from subscriptions`,
  checkouts: sql`select * from checkouts`,
  quota_ledger: sql`select * from quota_ledger`,
  domains: sql`select * from domains`,
  source_keys: sql`select id, source, requests_per_day, requests_per_month, test_state, tested_at, last_used_at, created_at from source_keys`,
  source_ledger: sql`select * from source_ledger`,
  source_answers: sql`select source, name, entities, answered_at from source_answers`,
  analyses: sql`select id, domain_id, kind, state, score, coverage, counts, sources, not_done, error, created_at, started_at, finished_at from analyses`,
};

/** What hangs on the user's subscriptions. */
const OF_SUBSCRIPTIONS = {
  disputes: sql`select * from disputes`,
};

/** What hangs on the user's domains. */
const OF_DOMAINS = {
  entities: sql`select * from entities`,
  findings: sql`select * from findings`,
  verdicts: sql`select * from verdicts`,
  observations: sql`select * from observations`,
};

const AUDIT = sql`select at, actor, act, subject, address, details from audit_log`;
const BATCH = 500;

/**
 * Everything that is kept of a user, as the parts of one JSON document. It is one snapshot, and rows come through a
 * cursor: a user may have millions of them.
 */
export async function* exportUser(db: Kysely<Database>, userId: string): AsyncGenerator<string> {
  const trx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    const { rows } = await sql`${USER} where id = ${userId}`.execute(trx);
    yield `{"user":${JSON.stringify(rows[0] ?? null)}`;
    for (const [name, query] of tablesOf(userId)) {
      yield `,\n"${name}":[`;
      let mark = '\n';
      for await (const batch of rowsOf(trx, query)) {
        yield mark + batch.map((row) => JSON.stringify(row)).join(',\n');
        mark = ',\n';
      }
      yield ']';
    }
    yield '}\n';
  } finally {
    await trx.rollback().execute();
  }
}

function tablesOf(userId: string): [name: string, query: RawBuilder<unknown>][] {
  const subscriptions = sql`select id from subscriptions where user_id = ${userId}`;
  const domains = sql`select id from domains where user_id = ${userId}`;
  return [
    ...named(OF_USER, (rows) => sql`${rows} where user_id = ${userId}`),
    ...named(OF_SUBSCRIPTIONS, (rows) => sql`${rows} where subscription_id in (${subscriptions})`),
    ...named(OF_DOMAINS, (rows) => sql`${rows} where domain_id in (${domains})`),
    ['audit_log', sql`${AUDIT} where actor = ${userId} or subject = ${userId} order by id`],
  ];
}

function named(
  tables: Record<string, RawBuilder<unknown>>,
  query: (rows: RawBuilder<unknown>) => RawBuilder<unknown>,
): [string, RawBuilder<unknown>][] {
  return Object.entries(tables).map(([name, rows]) => [name, query(rows)]);
}

async function* rowsOf(trx: Kysely<Database>, query: RawBuilder<unknown>): AsyncGenerator<unknown[]> {
  await sql`declare export_rows no scroll cursor for select to_jsonb(r) as row from (${query}) r`.execute(
    trx,
  );
  for (;;) {
    const { rows } = await sql<{ row: unknown }>`fetch ${sql.lit(BATCH)} from export_rows`.execute(trx);
    if (rows.length > 0) yield rows.map(({ row }) => row);
    if (rows.length < BATCH) break;
  }
  await sql`close export_rows`.execute(trx);
}
