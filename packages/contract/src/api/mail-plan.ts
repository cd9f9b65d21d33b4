import { z } from 'zod';
import { instant } from './fields.ts';

const lookups = z.int().nullable();

/** The way to enforced mail policies, step by step. */
export const mailPlanSchema = z.object({
  /** When the records that it starts from were seen. */
  observed_at: instant,
  /** DNS look-ups of the SPF record (RFC 7208 section 4.6.4), now and after the steps; null when not known. */
  spf_lookups: z.object({ now: lookups, after: lookups }),
  steps: z.array(
    z.object({
      /** From 1; the next one only when the condition of this one is met. */
      order: z.int(),
      kind: z.enum(['spf', 'dkim', 'dmarc', 'mx', 'tls-rpt', 'mta-sts']),
      /** To be published in the place of what stands there; null when another party tells its value. */
      record: z.object({ name: z.string(), type: z.string(), value: z.string() }).nullable(),
      why: z.string(),
      condition: z.string().nullable(),
    }),
  ),
});
export type MailPlan = z.infer<typeof mailPlanSchema>;
