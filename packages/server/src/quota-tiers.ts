import type { Feature, Quota, Tier } from './db/schema.ts';

export const FEATURES = ['analyses', 'reports', 'deep_scans'] as const satisfies readonly Feature[];

/** What a tier includes in a period of one month; null: without limit. */
const ALLOWANCES: Record<Tier, Quota> = {
  basic: { analyses: 0, reports: 0, deep_scans: 0 },
  protect: { analyses: 5, reports: 5, deep_scans: 15 },
  vigilant: { analyses: 10, reports: 10, deep_scans: 30 },
  enterprise: { analyses: null, reports: null, deep_scans: null },
};

/**
 * @param user.custom_quota looked at for tier enterprise alone; null: without limit
 * @param months of the period
 */
export function allowanceOf(
  user: { tier: Tier; custom_quota: Quota | null },
  feature: Feature,
  months: number,
): number | null {
  const custom = user.tier === 'enterprise' ? user.custom_quota : null;
  const monthly = (custom ?? ALLOWANCES[user.tier])[feature];
  return monthly === null ? null : monthly * months;
}
