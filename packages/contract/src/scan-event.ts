import { z } from 'zod';
import { entitySchema } from './entity.ts';
import { findingSchema, outcomeSchema } from './finding.ts';
import { observationSchema, unknownReasonSchema } from './observation.ts';
import { riskLevelSchema } from './risk-level.ts';
import { domainScoreSchema } from './score.ts';

export const PHASES = ['discover', 'observe', 'judge'] as const;
export const phaseSchema = z.enum(PHASES);
export type Phase = z.infer<typeof phaseSchema>;

export const SOURCE_OUTCOMES = ['answered', 'partial', 'limited', 'failed', 'timeout', 'skipped'] as const;
export const SKIP_REASONS = ['needs-key', 'paused', 'personal-data'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** How a source did. */
export const sourceOutcomeSchema = z.object({
  source: z.string().describe('Id of the source.'),
  outcome: z
    .enum(SOURCE_OUTCOMES)
    .describe(
      '`answered`: to the end, be it with nothing. `partial`: it broke off. `limited`: it, or the budget of its key, allows no more. `failed`: it gave no answer that could be read. `timeout`: none in time. `skipped`: it was not asked. Only `answered` with 0 entities means that it knows nothing.',
    ),
  detail: z.string().optional().describe('What was wrong: a sentence.'),
  skipped_for: z
    .enum(SKIP_REASONS)
    .optional()
    .describe(
      'Why it was not asked: it needs a key, it is left in peace after failing again and again, or it tells of persons, whose data is not collected here.',
    ),
  key_refused: z.boolean().optional().describe('It does not take the key that it was asked with.'),
  entities: z.int().describe('Items that it gave.'),
  unique_entities: z
    .int()
    .optional()
    .describe('Of them, those that no other source gave; known when the analysis ends.'),
  cached_at: z.iso
    .datetime()
    .optional()
    .describe('The answer is one from then, which was kept. Left out: it was asked just now.'),
  duration_ms: z.number().describe('Milliseconds from the question to the end of the answer.'),
});
export type SourceOutcome = z.infer<typeof sourceOutcomeSchema>;

/** Something the scan wanted to do and did not. */
export const omissionSchema = z.object({
  module: z.string(),
  entity: z.string(),
  reason: unknownReasonSchema,
  detail: z.string().optional(),
});
export type Omission = z.infer<typeof omissionSchema>;

/** How a check came out on one entity. */
export const verdictSchema = z.object({
  check: z.string(),
  entity: z.string(),
  outcome: outcomeSchema,
  /** Why it is open, or what it informs about. */
  detail: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const entityRiskSchema = z.object({
  entity: z.string(),
  risk_score: z.number().min(0).max(100),
  risk_level: riskLevelSchema,
});
export type EntityRisk = z.infer<typeof entityRiskSchema>;

export const coverageSchema = z.object({
  /** Applicable checks times entities that were answered (pass, fail, review, informational). */
  answered: z.int(),
  open: z.int(),
  share: z.number().min(0).max(1).nullable(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const scanResultSchema = z.object({
  /** `partial`: the time or the budget ended first; `failed`: nothing could be observed. */
  state: z.enum(['completed', 'partial', 'failed']),
  score: domainScoreSchema,
  coverage: coverageSchema,
  risks: z.array(entityRiskSchema),
  sources: z.array(sourceOutcomeSchema),
  not_done: z.array(omissionSchema),
});
export type ScanResult = z.infer<typeof scanResultSchema>;

const provenanceSchema = z.object({ module: z.string(), from: z.string().nullable() });

export const scanEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), phase: phaseSchema }),
  z.object({ type: z.literal('source'), source: sourceOutcomeSchema }),
  /** A new entity, new attributes of a known one, or a further way in which it was found. */
  z.object({ type: z.literal('entity'), entity: entitySchema, via: provenanceSchema }),
  z.object({ type: z.literal('observation'), observation: observationSchema }),
  z.object({ type: z.literal('omission'), omission: omissionSchema }),
  z.object({ type: z.literal('progress'), phase: phaseSchema, done: z.int(), total: z.int() }),
  z.object({ type: z.literal('verdicts'), verdicts: z.array(verdictSchema) }),
  z.object({ type: z.literal('finding'), finding: findingSchema }),
  z.object({ type: z.literal('result'), result: scanResultSchema }),
]);
/** What a scan yields, in order. The last one of a scan that ran to its end is `result`. */
export type ScanEvent = z.infer<typeof scanEventSchema>;
