import { type Kysely, sql } from 'kysely';

/** What the ledger of the quota holds to, whoever writes it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table quota_ledger
      add constraint quota_ledger_period check ((pool = 'allowance') = (period_start is not null)),
      add constraint quota_ledger_entry check (case entry
        when 'reservation' then reserved = 1 and used = 0 and granted = 0
        when 'charge' then reserved = -1 and used = 1 and granted = 0
        when 'release' then reserved = -1 and used = 0 and granted = 0
        when 'purchase' then pool = 'credits' and reserved = 0 and used = 0 and granted > 0
        when 'grant' then pool = 'credits' and reserved = 0 and used = 0 and granted > 0
        -- zero: everything was used before
        when 'refund' then pool = 'credits' and reserved = 0 and used = 0 and granted <= 0
        when 'expiry' then pool = 'credits' and reserved = 0 and used = 0 and granted <= 0
      end);
    create unique index on quota_ledger (cause, feature, entry)
      where entry in ('purchase', 'grant', 'refund', 'expiry');
    create index on quota_ledger (user_id, created_at, id);

    create trigger append_only before update or truncate on quota_ledger
      for each statement execute function refuse_change();

    -- Lines go with their user: by then the user's row is gone.
    create function refuse_deletion() returns trigger language plpgsql as $function$
    begin
      if exists (select from users where id = old.user_id) then
        raise exception '% is append-only', tg_table_name;
      end if;
      return old;
    end
    $function$;
    create trigger deleted_with_user before delete on quota_ledger
      for each row execute function refuse_deletion();

    create index on idempotency_keys (created_at);
  `.execute(db);
}
