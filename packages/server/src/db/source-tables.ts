import type { Entity, SourceOutcome } from '@cyborux/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Time = ColumnType<Date, Date | string, Date | string>;
type GeneratedTime = ColumnType<Date, Date | string | undefined, Date | string>;

/** What is kept of sources. */
export interface SourceTables {
  source_ledger: {
    domain_id: string;
    analysis_id: string;
    source: string;
    user_id: string;
    outcome: SourceOutcome['outcome'];
    detail: string | null;
    entities: number;
    unique_entities: number | null;
    duration_ms: number;
    cached_at: Time | null;
    at: Time;
  };
  source_states: {
    source: string;
    failures: Generated<number>;
    paused_until: Time | null;
    trial_until: Time | null;
    next_request_at: GeneratedTime;
    last_success_at: Time | null;
    last_failure_at: Time | null;
  };
  source_keys: {
    id: string;
    source: string;
    /** Null: the operator's, for everyone. */
    user_id: string | null;
    secret_id: string;
    sealed: Buffer;
    requests_per_day: number | null;
    requests_per_month: number | null;
    used_day: GeneratedTime;
    used_on_day: Generated<number>;
    used_month: GeneratedTime;
    used_in_month: Generated<number>;
    next_request_at: GeneratedTime;
    test_state: 'accepted' | 'untested';
    test_detail: string | null;
    tested_at: Time;
    last_used_at: Time | null;
    created_at: Time;
  };
  source_answers: {
    source: string;
    name: string;
    user_id: string | null;
    entities: JSONColumnType<Entity[]>;
    answered_at: Time;
  };
}
