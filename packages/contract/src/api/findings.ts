import { z } from 'zod';
import { ENTITY_KINDS } from '../entity.ts';
import { CATEGORIES, categorySchema, evidenceSchema } from '../finding.ts';
import { CONFIDENCES, confidenceSchema, RISK_LEVELS, riskLevelSchema } from '../risk-level.ts';
import { instant, nullableInstant, oneOf, someOf } from './fields.ts';
import { listQuery, nameFilter, riskLevelField } from './list-query.ts';

/** `resolved`: a later analysis could judge it, and it was gone. */
export const FINDING_STATES = ['open', 'resolved'] as const;

const entityReferenceSchema = z.object({ entity: z.string(), entity_kind: z.enum(ENTITY_KINDS) });

export const findingItemSchema = z.object({
  id: z.uuid(),
  /** `<check>/<finding>`, stable. */
  code: z.string(),
  check: z.string(),
  category: categorySchema,
  /** How bad it would be. */
  severity: riskLevelSchema,
  /** How sure it is. */
  confidence: confidenceSchema,
  /** Severity tempered by confidence. */
  risk_level: riskLevelSchema,
  risk_score: z.number(),
  /** An optional control: good practice whose absence alone is no weakness. */
  optional: z.boolean(),
  title: z.string(),
  ...entityReferenceSchema.shape,
  entity_id: z.uuid(),
  affects: z.array(entityReferenceSchema),
  /** What was observed. Untrusted text. */
  evidence: z.array(evidenceSchema),
  remediation: z.string(),
  references: z.array(z.string()),
  state: z.enum(FINDING_STATES),
  first_seen: instant,
  last_seen: instant,
  resolved_at: nullableInstant,
  /** The check that judged. */
  sources: z.array(z.string()),
  /** The same problem has the same fingerprint in every analysis. */
  fingerprint: z.string(),
});
export type FindingItem = z.infer<typeof findingItemSchema>;

export const FINDING_SORT_FIELDS = ['risk_level', 'severity', 'code', 'first_seen', 'last_seen'] as const;
export const findingQuerySchema = listQuery(FINDING_SORT_FIELDS).extend({
  risk_level: riskLevelField,
  state: oneOf([...FINDING_STATES, 'all']).default('open'),
  severity: someOf(RISK_LEVELS).optional().describe('One or several, comma separated.'),
  confidence: someOf(CONFIDENCES).optional().describe('One or several, comma separated.'),
  category: someOf(CATEGORIES).optional().describe('One or several, comma separated.'),
  q: nameFilter.describe('Part of the entity, the title or the code, in any case.'),
});
export type FindingQuery = z.infer<typeof findingQuerySchema>;
