import { z } from 'zod';
import { riskLevelSchema } from '../risk-level.ts';
import { coverageSchema } from '../scan-event.ts';
import { domainScoreSchema, gradeSchema } from '../score.ts';
import { analysisItemSchema } from './analyses.ts';
import { instant, nullableInstant } from './fields.ts';
import { listQuery, nameFilter, riskLevelField } from './list-query.ts';

/** A domain of the user, as a list shows it. */
export const domainItemSchema = z.object({
  id: z.uuid(),
  domain: z.string(),
  registrable_domain: z.string(),
  risk_level: riskLevelSchema,
  /** 0 (worst) to 100 (best); null when nothing could be judged yet. */
  score: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  grade: gradeSchema.nullable(),
  coverage: coverageSchema.nullable(),
  last_analysis_id: z.uuid().nullable(),
  last_analysis_at: nullableInstant,
  created_at: instant,
});
export type DomainItem = z.infer<typeof domainItemSchema>;

export const DOMAIN_SORT_FIELDS = [
  'risk_level',
  'domain',
  'score',
  'last_analysis_at',
  'created_at',
] as const;
export const domainQuerySchema = listQuery(DOMAIN_SORT_FIELDS).extend({
  risk_level: riskLevelField,
  q: nameFilter,
});
export type DomainQuery = z.infer<typeof domainQuerySchema>;

const levelCountsSchema = z.object({
  total: z.int(),
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  info: z.int(),
});
export type LevelCounts = z.infer<typeof levelCountsSchema>;

/** What is known of a domain at a glance. */
export const domainSummarySchema = domainItemSchema.extend({
  categories: domainScoreSchema.shape.categories.nullable(),
  /** Which rules computed the score; scores of different versions are not comparable. */
  scoring_version: z.string().nullable(),
  /** Per entity endpoint, per risk level. */
  entities: z.object({
    subdomains: levelCountsSchema,
    'ip-addresses': levelCountsSchema,
    services: levelCountsSchema,
    'dns-records': levelCountsSchema,
    certificates: levelCountsSchema,
    technologies: levelCountsSchema,
    contacts: levelCountsSchema,
  }),
  /** Open findings per severity. */
  findings: levelCountsSchema,
  last_analysis: analysisItemSchema.nullable(),
});
export type DomainSummary = z.infer<typeof domainSummarySchema>;
