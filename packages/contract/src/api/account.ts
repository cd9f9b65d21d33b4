import { z } from 'zod';
import { body, instant, line, nullableInstant } from './fields.ts';
import { listQuery } from './list-query.ts';

/** What a key may do. `read`: see; `analyze`: start and cancel; `billing`: buy; `admin`: manage keys and, for an operator, users. */
export const SCOPES = ['read', 'analyze', 'billing', 'admin'] as const;
export const scopeSchema = z.enum(SCOPES, {
  error: 'must be a list of `read`, `analyze`, `billing`, `admin`',
});
export type Scope = z.infer<typeof scopeSchema>;

export const tierSchema = z.enum(['basic', 'protect', 'vigilant', 'enterprise']);

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The beginning of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(scopeSchema),
  created_at: instant,
  expires_at: nullableInstant,
  /** To the minute. */
  last_used_at: nullableInstant,
  /** The network address of that use. */
  last_used_address: z.string().nullable(),
});
export type ApiKeyItem = z.infer<typeof apiKeySchema>;

export const createdApiKeySchema = apiKeySchema.extend({
  /** The key itself: shown this once. */
  key: z.string(),
});

export const createApiKeySchema = body({
  name: line(1, 100),
  scopes: z
    .array(scopeSchema, { error: 'must be a list of `read`, `analyze`, `billing`, `admin`' })
    .min(1, { error: 'must name at least one scope' })
    .max(16, { error: 'must name each scope once' })
    .optional()
    .describe('Left out: `read` and `analyze`, as far as the key that asks has them.'),
  expires_at: z.iso
    .datetime({ offset: true, error: 'must be a time in ISO 8601, like `2027-01-31T00:00:00Z`' })
    .nullable()
    .optional()
    .describe('Left out: when the key that asks expires.'),
});

export const API_KEY_SORT_FIELDS = ['created_at'] as const;
export const apiKeyQuerySchema = listQuery(API_KEY_SORT_FIELDS);

export const meSchema = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  name: z.string(),
  tier: tierSchema,
  is_operator: z.boolean(),
  created_at: instant,
  /** The key that this was asked with; null: by a session. */
  api_key: apiKeySchema.nullable(),
  /** The session of the dashboard that this was asked by; null: with a key. */
  session: z.object({ id: z.uuid(), expires_at: instant }).nullable(),
});

const featureUsageSchema = z.object({
  /** What the tier gives in a period; null: without limit. */
  allowance: z.int().nullable(),
  used: z.int(),
  /** Held for analyses that are not over: charged when they complete, given back when they fail. */
  reserved: z.int(),
  /** Of the allowance; null: without limit. */
  remaining: z.int().nullable(),
  /** One-shot credits left. They do not expire with the period. */
  credits: z.int(),
});
export type FeatureUsage = z.infer<typeof featureUsageSchema>;

export const usageSchema = z.object({
  tier: tierSchema,
  period: z.object({ start: instant, end: instant }),
  analyses: featureUsageSchema,
  reports: featureUsageSchema,
  deep_scans: featureUsageSchema,
});
export type Usage = z.infer<typeof usageSchema>;
