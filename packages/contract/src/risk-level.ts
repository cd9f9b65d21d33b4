import { z } from 'zod';

/** Qualitative severity ratings (CVSS 4.0 section 6, "None" reads `info`), worst first. */
export const RISK_LEVELS = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const riskLevelSchema = z.enum(RISK_LEVELS);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

/** How sure a finding is, apart from how bad it would be. */
export const CONFIDENCES = ['confirmed', 'probable', 'potential'] as const;
export const confidenceSchema = z.enum(CONFIDENCES);
export type Confidence = z.infer<typeof confidenceSchema>;

/** Position of a level in the order worst (0) to best (4). */
export function riskRank(level: RiskLevel): number {
  return RISK_LEVELS.indexOf(level);
}

export function worseRisk(a: RiskLevel, b: RiskLevel): RiskLevel {
  return riskRank(a) <= riskRank(b) ? a : b;
}
