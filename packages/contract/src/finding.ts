import { z } from 'zod';
import type { EntityKey } from './entity.ts';
import { confidenceSchema, riskLevelSchema } from './risk-level.ts';

/** Where in the picture a check looks; the score is told per category too. */
export const CATEGORIES = ['dns', 'mail', 'tls', 'web', 'network', 'exposure', 'brand'] as const;
export const categorySchema = z.enum(CATEGORIES);
export type Category = z.infer<typeof categorySchema>;

/** Kinds of result, from SARIF 2.1.0 section 3.27.9; `open` is "not enough facts". */
export const OUTCOMES = ['pass', 'fail', 'open', 'review', 'notApplicable', 'informational'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** One fact that the judgement rests on, as it was observed. Untrusted text. */
export const evidenceSchema = z.object({ label: z.string(), value: z.string() });
export type Evidence = z.infer<typeof evidenceSchema>;

const keySchema = z.custom<EntityKey>((value) => typeof value === 'string' && value.includes(':'));

/** A failed outcome worth someone's time (SARIF result). */
export const findingSchema = z.object({
  /** `<check id>/<finding key>`, stable. */
  code: z.string(),
  check: z.string(),
  category: categorySchema,
  entity: keySchema,
  /** Further entities that share the risk: the certificate behind the host, the service behind the name. */
  affects: z.array(keySchema),
  severity: riskLevelSchema,
  confidence: confidenceSchema,
  /** An optional control: good practice whose absence alone is no weakness. */
  optional: z.boolean(),
  title: z.string(),
  evidence: z.array(evidenceSchema),
  remediation: z.string(),
  references: z.array(z.string()),
  /** SHA-256 of code, entity and subject: the same problem has the same fingerprint in every analysis. */
  fingerprint: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
