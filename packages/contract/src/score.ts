import { z } from 'zod';
import { CATEGORIES, type Category } from './finding.ts';

export const GRADES = ['A+', 'A', 'B', 'C', 'D', 'F'] as const;
export const gradeSchema = z.enum(GRADES);
export type Grade = z.infer<typeof gradeSchema>;

export const scoreSchema = z.object({
  /** 0 (worst) to 100 (best), one decimal; null when nothing could be judged. */
  value: z.number().min(0).max(100).nullable(),
  /** Where the score would lie if every open check had failed, and if every unconfirmed finding were false. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  grade: gradeSchema.nullable(),
  /** Share of the applicable checks that could be answered, 0 to 1; null when none applied. */
  coverage: z.number().min(0).max(1).nullable(),
});
export type Score = z.infer<typeof scoreSchema>;

export const domainScoreSchema = scoreSchema.extend({
  categories: z.object(
    Object.fromEntries(CATEGORIES.map((category) => [category, scoreSchema])) as Record<
      Category,
      typeof scoreSchema
    >,
  ),
  /** Which rules computed it; scores of different versions are not comparable. */
  scoring_version: z.string(),
});
export type DomainScore = z.infer<typeof domainScoreSchema>;
