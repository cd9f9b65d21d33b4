import { type Kysely, sql } from 'kysely';

/** What the lists of entities need at a million of them: totals that are kept, and names that are found by a part. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table entity_counts (
      domain_id uuid not null references domains on delete cascade,
      kind text not null,
      risk_level smallint not null,
      count bigint not null,
      primary key (domain_id, kind, risk_level)
    );

    -- Its argument: the rows that came (+1) and went (-1) with the statement. Most change no count: they are seen again.
    create function count_entities() returns trigger language plpgsql as $function$
    begin
      execute format($statement$
        insert into entity_counts as counts (domain_id, kind, risk_level, count)
        select domain_id, kind, risk_level, sum(change) from (%s) as changes
        -- a domain that is being deleted takes its counts along
        where domain_id in (select id from domains)
        group by domain_id, kind, risk_level having sum(change) <> 0
        -- in one order, so that two statements never wait for each other
        order by domain_id, kind, risk_level
        on conflict (domain_id, kind, risk_level) do update set count = counts.count + excluded.count
      $statement$, tg_argv[0]);
      return null;
    end
    $function$;

    create trigger count_inserted after insert on entities referencing new table as came
      for each statement execute function count_entities('select *, 1 as change from came');
    create trigger count_deleted after delete on entities referencing old table as went
      for each statement execute function count_entities('select *, -1 as change from went');
    create trigger count_updated after update on entities referencing new table as came old table as went
      for each statement execute function count_entities(
        'select *, 1 as change from came union all select *, -1 from went');

    insert into entity_counts
    select domain_id, kind, risk_level, count(*) from entities group by domain_id, kind, risk_level;
  `.execute(db);
  await sql`
    do $block$
    begin
      create extension if not exists pg_trgm;
      create extension if not exists btree_gin;
      create index entities_by_part_of_name on entities using gin (domain_id, kind, name gin_trgm_ops);
    -- A server without them, or that does not let us: a search reads every name of the kind.
    exception when insufficient_privilege or feature_not_supported or undefined_file then null;
    end
    $block$
  `.execute(db);
}
