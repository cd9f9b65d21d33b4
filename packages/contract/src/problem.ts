import { z } from 'zod';

/** The body of every answer that is not a success. Clients may ignore `code` and `request_id`. */
export const problemSchema = z.object({
  /** One sentence for a person. */
  detail: z.string(),
  /** A stable word for programs. */
  code: z.string(),
  request_id: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
