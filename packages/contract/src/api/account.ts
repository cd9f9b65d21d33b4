import { z } from 'zod';
import { pageSchema } from '../page.ts';
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

export const balanceSchema = z.object({
  tier: tierSchema,
  period: z
    .object({ start: instant, end: instant })
    .describe(
      "The subscription's, a month or a year; without one a month from the day of the account, in UTC.",
    ),
  analyses: featureUsageSchema,
  reports: featureUsageSchema,
  deep_scans: featureUsageSchema,
});
export type Balance = z.infer<typeof balanceSchema>;

/** One line of the ledger. It never changes; a balance is the sum of lines. */
export const quotaLineSchema = z.object({
  id: z.int(),
  created_at: instant,
  feature: z.enum(['analyses', 'reports', 'deep_scans']),
  pool: z.enum(['allowance', 'credits']).describe('What it is taken from, or given to.'),
  entry: z
    .enum(['reservation', 'charge', 'release', 'purchase', 'grant', 'refund', 'expiry'])
    .describe(
      'A run holds a unit (`reservation`) until it is used (`charge`) or given back (`release`). Credits are bought ' +
        '(`purchase`) or given by the operator (`grant`), and what is unused of them taken back (`refund`, `expiry`).',
    ),
  reserved: z.int().describe('Change of what is held.'),
  used: z.int().describe('Change of what is used.'),
  granted: z.int().describe('Change of the credits that were given.'),
  period_start: nullableInstant.describe('The period whose allowance it is of; null for credits.'),
  cause: z.string().describe('The run, purchase, refund or grant that caused the line.'),
});
export type QuotaLine = z.infer<typeof quotaLineSchema>;

export const usageSchema = balanceSchema.extend({ ledger: pageSchema(quotaLineSchema) });
export type Usage = z.infer<typeof usageSchema>;

export const USAGE_SORT_FIELDS = ['created_at'] as const;
export const usageQuerySchema = listQuery(USAGE_SORT_FIELDS);
export type UsageQuery = z.infer<typeof usageQuerySchema>;
