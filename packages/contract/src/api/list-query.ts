import { z } from 'zod';
import { DEFAULT_PER_PAGE, MAX_PER_PAGE } from '../page.ts';
import { line, oneOf, riskLevelFilter, wholeNumber } from './fields.ts';

/** What every list takes. The first of the sort fields is the default. */
export function listQuery<const T extends readonly [string, ...string[]]>(sortFields: T) {
  return z.object({
    page: wholeNumber(1, Number.MAX_SAFE_INTEGER)
      .default(1)
      .describe('1-indexed. Past the end, `items` is empty.'),
    per_page: wholeNumber(1, MAX_PER_PAGE).default(DEFAULT_PER_PAGE),
    sort_by: oneOf(sortFields).default(sortFields[0]),
    order: oneOf(['asc', 'desc'])
      .optional()
      .describe(
        'Left out: names from `a` to `z`, everything else from the most to the least: the worst risk and the latest time first.',
      ),
  });
}

export const riskLevelField = riskLevelFilter
  .optional()
  .describe('One or several risk levels, comma separated: `critical,high`.');

export const nameFilter = line(0, 255)
  .optional()
  .describe('Part of the name, in any case. `%` and `_` stand for themselves.');

export const ENTITY_SORT_FIELDS = ['risk_level', 'name', 'first_seen', 'last_seen'] as const;
export const entityQuerySchema = listQuery(ENTITY_SORT_FIELDS).extend({
  risk_level: riskLevelField,
  q: nameFilter,
});
export type EntityQuery = z.infer<typeof entityQuerySchema>;
