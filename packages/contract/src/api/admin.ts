import { z } from 'zod';
import { balanceSchema, tierSchema } from './account.ts';
import { body, instant, line, nullableInstant, oneOf } from './fields.ts';
import { listQuery } from './list-query.ts';

const units = z
  .int({ error: 'must be whole numbers from 0, or null for no limit' })
  .min(0, { error: 'must be whole numbers from 0, or null for no limit' })
  .max(1_000_000_000, { error: 'must be whole numbers to 1000000000' })
  .nullable();

/** Units in a period; null: without limit. */
export const quotaSchema = z.object({ analyses: units, reports: units, deep_scans: units });

/** A user as the operator sees one. */
export const userItemSchema = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  name: z.string(),
  tier: tierSchema,
  /** Of tier enterprise; null: without limit. */
  custom_quota: quotaSchema.nullable(),
  is_operator: z.boolean(),
  two_factor_enabled: z.boolean(),
  suspended_at: nullableInstant,
  created_at: instant,
});
export type UserItem = z.infer<typeof userItemSchema>;

export const userDetailSchema = userItemSchema.extend({ usage: balanceSchema });
export type UserDetail = z.infer<typeof userDetailSchema>;

export const USER_SORT_FIELDS = ['created_at'] as const;
export const userQuerySchema = listQuery(USER_SORT_FIELDS).extend({
  q: line(0, 255).optional().describe('Part of the e-mail address or the name, in any case.'),
  tier: oneOf(['basic', 'protect', 'vigilant', 'enterprise']).optional(),
  suspended: oneOf(['true', 'false']).optional(),
});

export const changeUserSchema = body({
  tier: oneOf(['basic', 'protect', 'vigilant', 'enterprise']).optional(),
  custom_quota: z
    .strictObject(
      { analyses: units, reports: units, deep_scans: units },
      { error: 'must have `analyses`, `reports` and `deep_scans`' },
    )
    .nullable()
    .optional()
    .describe('Units in a period, for tier enterprise alone; null, whole or for one of them: without limit.'),
  suspended: z.boolean({ error: 'must be true or false' }).optional(),
  period_anchor: z.iso
    .datetime({ offset: true, error: 'must be a time in ISO 8601, like `2027-01-31T00:00:00Z`' })
    .nullable()
    .optional()
    .describe('Periods of the allowance start on this day of the month; null: on that of the account.'),
});

const amountError = 'must be a whole number from -100000 to 100000, and not 0';
export const creditsSchema = body({
  feature: oneOf(['analyses', 'reports', 'deep_scans']),
  amount: z
    .int({ error: amountError })
    .min(-100_000, { error: amountError })
    .max(100_000, { error: amountError })
    .refine((amount) => amount !== 0, { error: amountError })
    .describe('How many to grant; negative: to take.'),
  reason: line(1, 200).optional().describe('For the audit log.'),
});

export const auditLineSchema = z.object({
  id: z.int(),
  at: instant,
  /** Who: a user's id, or `command-line`, `stripe`; null: someone who was not signed in. */
  actor: z.string().nullable(),
  /** What: `user.suspend`, `api_key.create`. */
  act: z.string(),
  /** On whom or what: mostly a user's id. */
  subject: z.string().nullable(),
  /** The network address that it came from. */
  address: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditItem = z.infer<typeof auditLineSchema>;

const auditFilter = {
  actor: line(1, 64).optional(),
  act: line(1, 64).optional(),
  subject: line(1, 64).optional(),
};
export const auditFilterSchema = z.object(auditFilter);
export const AUDIT_SORT_FIELDS = ['at'] as const;
export const auditQuerySchema = listQuery(AUDIT_SORT_FIELDS).extend(auditFilter);
