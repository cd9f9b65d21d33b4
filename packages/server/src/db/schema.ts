import type { Coverage, DomainScore, Evidence, Omission, Phase, SourceOutcome } from '@cyborux/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { SourceTables } from './source-tables.ts';

type Time = ColumnType<Date, Date | string, Date | string>;
type GeneratedTime = ColumnType<Date, Date | string | undefined, Date | string>;
type Json<T extends object> = JSONColumnType<T>;
type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;

export type Tier = 'basic' | 'protect' | 'vigilant' | 'enterprise';
export type Feature = 'analyses' | 'reports' | 'deep_scans';
export type AnalysisState = 'queued' | 'running' | 'completed' | 'partial' | 'failed' | 'canceled';
/** Units per period; null: unlimited. */
export type Quota = Record<Feature, number | null>;

export interface Database extends SourceTables {
  users: {
    id: string;
    email: string | null;
    name: string;
    email_verified: Generated<boolean>;
    image: string | null;
    two_factor_enabled: Generated<boolean>;
    tier: Tier;
    custom_quota: NullableJson<Quota>;
    is_operator: Generated<boolean>;
    suspended_at: Time | null;
    stripe_customer_id: string | null;
    period_anchor: Time | null;
    created_at: GeneratedTime;
    updated_at: GeneratedTime;
  };
  api_keys: {
    id: string;
    user_id: string;
    name: string;
    prefix: string;
    hash: Buffer;
    scopes: string[];
    expires_at: Time | null;
    last_used_at: Time | null;
    last_used_address: string | null;
    revoked_at: Time | null;
    created_at: GeneratedTime;
  };
  domains: {
    id: string;
    user_id: string;
    name: string;
    registrable: string;
    last_analysis_id: string | null;
    last_analysis_at: Time | null;
    score: NullableJson<DomainScore>;
    coverage: NullableJson<Coverage>;
    score_value: number | null;
    risk_level: Generated<number>;
    created_at: GeneratedTime;
  };
  analyses: {
    domain_id: string;
    id: string;
    user_id: string;
    kind: Generated<'analysis' | 'deep_scan'>;
    state: AnalysisState;
    phase: Phase | null;
    progress: Generated<number>;
    score: NullableJson<DomainScore>;
    coverage: NullableJson<Coverage>;
    counts: NullableJson<AnalysisCounts>;
    sources: NullableJson<SourceOutcome[]>;
    not_done: NullableJson<Omission[]>;
    error: string | null;
    lease: string | null;
    attempt: number | null;
    last_seq: Generated<number>;
    fresh: Generated<boolean>;
    cancel_requested_at: Time | null;
    deadline_at: Time | null;
    created_at: GeneratedTime;
    started_at: Time | null;
    finished_at: Time | null;
  };
  analysis_events: {
    domain_id: string;
    analysis_id: string;
    seq: number;
    key: string;
    type: string;
    body: Json<object>;
    created_at: GeneratedTime;
  };
  observations: {
    domain_id: string;
    analysis_id: string;
    module: string;
    entity_id: string;
    entity: string;
    observed_at: Time;
    value: Json<object>;
  };
  entities: {
    domain_id: string;
    id: string;
    kind: string;
    name: string;
    attributes: Json<Record<string, unknown>>;
    sources: string[];
    risk_level: Generated<number>;
    risk_score: Generated<number>;
    first_seen: Time;
    last_seen: Time;
    last_analysis_id: string;
  };
  entity_provenance: {
    domain_id: string;
    entity_id: string;
    module: string;
    from_id: Generated<string>;
    first_seen: Time;
    last_seen: Time;
  };
  findings: {
    domain_id: string;
    id: string;
    fingerprint: string;
    code: string;
    check_id: string;
    category: string;
    entity_id: string;
    entity: string;
    affects: string[];
    severity: number;
    confidence: string;
    optional: boolean;
    title: string;
    evidence: Json<Evidence[]>;
    remediation: string;
    refs: string[];
    risk_level: number;
    risk_score: number;
    state: 'open' | 'resolved';
    first_seen: Time;
    last_seen: Time;
    resolved_at: Time | null;
    last_analysis_id: string;
  };
  verdicts: {
    domain_id: string;
    check_id: string;
    entity_id: string;
    outcome: string;
    detail: string | null;
    analysis_id: string;
  };
  quota_ledger: {
    id: Generated<number>;
    user_id: string;
    feature: Feature;
    pool: 'allowance' | 'credits';
    entry: 'reservation' | 'charge' | 'release' | 'grant' | 'purchase' | 'expiry' | 'refund';
    reserved: Generated<number>;
    used: Generated<number>;
    granted: Generated<number>;
    period_start: Time | null;
    cause: string;
    created_at: GeneratedTime;
  };
  subscriptions: {
    id: string;
    user_id: string;
    tier: 'protect' | 'vigilant';
    billing_interval: 'monthly' | 'yearly';
    status: string;
    current_period_start: Time;
    current_period_end: Time;
    cancel_at_period_end: Generated<boolean>;
    trial_end: Time | null;
    disputed: Generated<boolean>;
    holds_tier: Generated<boolean>;
    created_at: Time;
    updated_at: GeneratedTime;
  };
  disputes: {
    id: string;
    subscription_id: string;
    status: string;
    updated_at: Time;
  };
  stripe_events: {
    id: string;
    type: string;
    created_at: Time;
    received_at: GeneratedTime;
    outcome: 'applied' | 'ignored';
  };
  checkouts: {
    request_id: string;
    id: string | null;
    user_id: string;
    created_at: Time;
  };
  sessions: {
    id: Generated<string>;
    user_id: string;
    token: string;
    expires_at: Time;
    ip_address: string | null;
    user_agent: string | null;
    created_at: GeneratedTime;
    updated_at: GeneratedTime;
  };
  sign_in_methods: {
    id: Generated<string>;
    user_id: string;
    provider_id: string;
    account_id: string;
    created_at: GeneratedTime;
  };
  passkeys: {
    id: Generated<string>;
    user_id: string;
    name: string | null;
    device_type: string;
    created_at: GeneratedTime;
  };
  /** Tokens that were sent or handed out and wait to be used once. */
  verifications: {
    id: Generated<string>;
    identifier: string;
    /** Of what would become a session: the user's id. */
    value: string;
    expires_at: Date;
  };
  rate_limits: {
    key: string;
    count: number;
    expires_at: Time;
  };
  audit_log: {
    id: Generated<number>;
    at: Time;
    actor: string | null;
    act: string;
    subject: string | null;
    address: string | null;
    details: Json<Record<string, unknown>>;
  };
  idempotency_keys: {
    user_id: string;
    key: string;
    request_hash: string;
    domain_id: string;
    analysis_id: string;
    created_at: GeneratedTime;
  };
}

/** What an analysis found so far. */
export interface AnalysisCounts {
  entities: Record<string, number>;
  findings: Record<string, number>;
}
