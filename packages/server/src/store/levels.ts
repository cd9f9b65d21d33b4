import { type LevelCounts, RISK_LEVELS, type RiskLevel } from '@cyborux/contract';

/** The level that a column holds as its rank. */
export function levelOf(rank: number): RiskLevel {
  const level = RISK_LEVELS[rank];
  if (!level) throw new RangeError(`No risk level has rank ${rank}.`);
  return level;
}

/** Rows of a grouped count as one object with every level in it. */
export function levelCounts(rows: readonly { risk_level: number; count: string }[]): LevelCounts {
  const counts: LevelCounts = { total: 0, critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const row of rows) {
    counts[levelOf(row.risk_level)] += Number(row.count);
    counts.total += Number(row.count);
  }
  return counts;
}
