import { z } from 'zod';
import { coverageSchema, omissionSchema, phaseSchema, sourceOutcomeSchema } from '../scan-event.ts';
import { domainScoreSchema } from '../score.ts';
import { body, instant, line, nullableInstant, someOf, wholeNumber } from './fields.ts';
import { listQuery } from './list-query.ts';
import { sourceSummarySchema } from './sources.ts';

export const ANALYSIS_STATES = ['queued', 'running', 'completed', 'partial', 'failed', 'canceled'] as const;
export const analysisStateSchema = z.enum(ANALYSIS_STATES);
export type AnalysisState = z.infer<typeof analysisStateSchema>;

export const analysisKindSchema = z.enum(['analysis', 'deep_scan']);

/** One analysis as a list shows it. */
export const analysisItemSchema = z.object({
  id: z.uuid(),
  domain: z.string(),
  kind: analysisKindSchema,
  state: analysisStateSchema,
  phase: phaseSchema.nullable(),
  /** 0 to 1. */
  progress: z.number().min(0).max(1),
  score: domainScoreSchema.nullable(),
  coverage: coverageSchema.nullable(),
  /** Entities per kind, findings per severity. */
  counts: z
    .object({ entities: z.record(z.string(), z.int()), findings: z.record(z.string(), z.int()) })
    .nullable(),
  /** Why it failed: one sentence. */
  error: z.string().nullable(),
  created_at: instant,
  started_at: nullableInstant,
  deadline_at: nullableInstant,
  finished_at: nullableInstant,
});
export type AnalysisItem = z.infer<typeof analysisItemSchema>;

export const analysisSchema = analysisItemSchema.extend({
  /** How each source did. */
  sources: z.array(sourceOutcomeSchema),
  source_summary: sourceSummarySchema.describe('The same at a glance.'),
  /** What the analysis wanted to do and did not. */
  not_done: z.array(omissionSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;

export const analyzeDomainSchema = body({
  domain: z
    .string({ error: 'must be a string: a registrable domain or a host under it' })
    .describe(
      'A registrable domain or a host under it. A scheme, port, path and trailing dot are taken off.',
    ),
  fresh: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('True: sources are asked anew, even where an answer of theirs is kept.'),
});
export type AnalyzeDomain = z.infer<typeof analyzeDomainSchema>;

export const idempotencyHeadersSchema = z.object({
  'idempotency-key': line(1, 255)
    .optional()
    .describe(
      'Sent again with the same body within 24 hours, it is the same run: nothing is started or charged twice.',
    ),
});

export const ANALYSIS_SORT_FIELDS = ['created_at'] as const;
export const analysisQuerySchema = listQuery(ANALYSIS_SORT_FIELDS).extend({
  state: someOf(ANALYSIS_STATES).optional().describe('One or several states, comma separated.'),
  domain: line(1, 255).optional().describe('Only analyses of this domain.'),
});
export type AnalysisQuery = z.infer<typeof analysisQuerySchema>;

export const eventsQuerySchema = z.object({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('Events up to this number are left out. `Last-Event-ID` goes first.'),
  include: someOf(['observation'])
    .optional()
    .describe('`observation`: what was observed, in full. Left out otherwise, for its size.'),
});

export const eventsHeadersSchema = z.object({
  'last-event-id': wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The `id` of the last event that was received.'),
});
