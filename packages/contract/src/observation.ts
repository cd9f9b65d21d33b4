import { z } from 'zod';

/**
 * Why a fact could not be established. An unknown is never a pass and never a fail.
 * `skipped`: not asked (no key, not in the tier); `budget`: the deadline or the query budget ended first.
 */
export const UNKNOWN_REASONS = [
  'timeout',
  'servfail',
  'refused',
  'truncated',
  'malformed',
  'blocked',
  'unreachable',
  'limited',
  'failed',
  'budget',
  'skipped',
  'canceled',
] as const;
export const unknownReasonSchema = z.enum(UNKNOWN_REASONS);
export type UnknownReason = z.infer<typeof unknownReasonSchema>;

/** The third of the three states: present, absent, unknown. */
export const unknownSchema = z.object({
  state: z.literal('unknown'),
  reason: unknownReasonSchema,
  /** One sentence for a person; never needed by a program. */
  detail: z.string().optional(),
});
export type Unknown = z.infer<typeof unknownSchema>;

export function unknown<R extends UnknownReason>(
  reason: R,
  detail?: string,
): { state: 'unknown'; reason: R; detail?: string } {
  return detail === undefined ? { state: 'unknown', reason } : { state: 'unknown', reason, detail };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'unknown';
}

/** What a module saw of one entity: stored as is; every judgement is a pure function of these. */
export const observationSchema = z.object({
  /** Id of the probe or source that saw it. */
  module: z.string(),
  /** Key of the entity it was seen of. */
  entity: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** The module's own observation shape, or an Unknown when the module itself got no answer. */
  value: z.unknown(),
});
export type Observation = z.infer<typeof observationSchema>;
