import type { SourceItem, SourceKey } from '@cyborux/contract';
import type { Source } from '@cyborux/engine';
import type { SourceKeyRow } from '../../store/source-keys.ts';
import type { LedgerTotals } from '../../store/source-ledger.ts';
import type { SourceState } from '../../store/source-states.ts';

/** A key as it is told: without itself. */
export function sourceKeyItem(row: SourceKeyRow, now: Date): SourceKey {
  const day = now.toISOString().slice(0, 10);
  const isOf = (date: Date | null, length: number) =>
    date instanceof Date && localDay(date).slice(0, length) === day.slice(0, length);
  return {
    source: row.source,
    for: row.user_id === null ? 'everyone' : 'own',
    test: { state: row.test_state, detail: row.test_detail, at: row.tested_at.toISOString() },
    requests_per_day: row.requests_per_day,
    requests_per_month: row.requests_per_month,
    used_today: isOf(row.used_day, 10) ? row.used_on_day : 0,
    used_this_month: isOf(row.used_month, 7) ? row.used_in_month : 0,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

/** A date column is read as midnight of this machine's own time zone. */
function localDay(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

export interface SourceFacts {
  totals: LedgerTotals | undefined;
  state: SourceState | undefined;
  last: SourceItem['last'];
  /** Of the user, then the operator's. */
  keys: readonly SourceKeyRow[];
  configured: boolean;
  isOperator: boolean;
  now: Date;
}

export function sourceItem(source: Source, facts: SourceFacts): SourceItem {
  const { totals, state, keys, now } = facts;
  const own = keys.find((row) => row.user_id !== null);
  const common = keys.find((row) => row.user_id === null);
  const inUse = own ? 'own' : common || facts.configured ? 'everyone' : null;
  const told = own ?? (facts.isOperator ? common : undefined);
  const required = source.credential?.optional === false;
  const pausedUntil = state?.paused_until ?? null;
  const lastSuccess = state?.last_success_at ?? totals?.last_success_at ?? null;
  return {
    id: source.id,
    title: source.title,
    homepage: source.homepage,
    key_needed: source.credential === undefined ? 'no' : required ? 'required' : 'optional',
    how_to_get_key: source.credential?.howToGet ?? null,
    requests_per_minute: source.requestsPerMinute,
    personal_data: source.personalData ?? false,
    state: required && inUse === null ? 'needs-key' : pausedUntil === null ? 'active' : 'paused',
    paused_until: pausedUntil?.toISOString() ?? null,
    key_in_use: inUse,
    key: told ? sourceKeyItem(told, now) : null,
    asked: totals?.asked ?? 0,
    answered: totals?.answered ?? 0,
    partial: totals?.partial ?? 0,
    limited: totals?.limited ?? 0,
    failed: totals?.failed ?? 0,
    timeout: totals?.timeout ?? 0,
    skipped: totals?.skipped ?? 0,
    cached: totals?.cached ?? 0,
    entities: totals?.entities ?? 0,
    unique_entities: totals?.unique_entities ?? 0,
    median_ms: totals?.median_ms ?? null,
    last_asked_at: totals?.last_asked_at?.toISOString() ?? null,
    last_success_at: lastSuccess?.toISOString() ?? null,
    last: facts.last,
  };
}
