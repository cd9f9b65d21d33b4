import { z } from 'zod';
import { SKIP_REASONS, SOURCE_OUTCOMES, type SourceOutcome } from '../scan-event.ts';
import { body, instant, line, nullableInstant, oneOf, wholeNumber } from './fields.ts';
import { listQuery } from './list-query.ts';

const KEY_HOLDERS = ['own', 'everyone'] as const;

/** A key of a source. The key itself is never told. */
export const sourceKeySchema = z.object({
  source: z.string(),
  for: z
    .enum(KEY_HOLDERS)
    .describe('`own`: for your analyses. `everyone`: the operator set it for all users.'),
  test: z
    .object({
      state: z
        .enum(['accepted', 'untested'])
        .describe('`untested`: the source could not be asked; a key that it refuses is not stored.'),
      detail: z.string().nullable(),
      at: instant,
    })
    .describe('How it fared when it was stored.'),
  requests_per_day: z.int().nullable().describe('Its budget, by days of UTC. Null: none.'),
  requests_per_month: z.int().nullable().describe('Its budget, by months of UTC. Null: none.'),
  used_today: z.int(),
  used_this_month: z.int(),
  last_used_at: nullableInstant,
  created_at: instant,
});
export type SourceKey = z.infer<typeof sourceKeySchema>;

/** A source, and how it did in your analyses: the ledger. */
export const sourceItemSchema = z.object({
  id: z.string(),
  title: z.string(),
  homepage: z.string(),
  key_needed: z.enum(['no', 'optional', 'required']),
  how_to_get_key: z.string().nullable(),
  requests_per_minute: z.number().describe('How often all workers together ask it at most.'),
  personal_data: z.boolean().describe('It tells of persons alone.'),
  state: z
    .enum(['active', 'needs-key', 'paused'])
    .describe(
      '`needs-key`: it is not asked in your analyses. `paused`: it failed again and again and is left in peace.',
    ),
  paused_until: nullableInstant,
  key_in_use: z
    .enum(['own', 'everyone'])
    .nullable()
    .describe('Which key your analyses ask with: yours, else that of the operator.'),
  key: sourceKeySchema.nullable().describe('Your own key; for operators without one, the one for everyone.'),
  asked: z.int().describe('Analyses that asked it. Kept answers and skipped questions are not counted.'),
  answered: z.int().describe('It answered to the end, be it with nothing.'),
  partial: z.int(),
  limited: z.int(),
  failed: z.int(),
  timeout: z.int(),
  skipped: z.int(),
  cached: z.int().describe('Analyses that took an answer which was kept.'),
  entities: z.int().describe('Items that it gave.'),
  unique_entities: z.int().describe('Of them, those that no other source gave in the same analysis.'),
  median_ms: z.number().nullable().describe('Half of its answers were faster.'),
  last_asked_at: nullableInstant,
  last_success_at: nullableInstant.describe('When it last answered to the end, in analyses of anyone here.'),
  last: z
    .object({ outcome: z.enum(SOURCE_OUTCOMES), detail: z.string().nullable(), at: instant })
    .nullable()
    .describe('How it did in the latest analysis of yours.'),
});
export type SourceItem = z.infer<typeof sourceItemSchema>;

export const SOURCE_SORT_FIELDS = [
  'id',
  'asked',
  'answered',
  'entities',
  'unique_entities',
  'median_ms',
  'last_success_at',
] as const;
export const sourceQuerySchema = listQuery(SOURCE_SORT_FIELDS).extend({
  days: wholeNumber(1, 3650).default(30).describe('Count the analyses of so many days.'),
  key_needed: oneOf(['no', 'optional', 'required']).optional(),
  q: line(0, 100).optional().describe('Part of the id or the title, in any case.'),
});
export type SourceQuery = z.infer<typeof sourceQuerySchema>;

const budget = (span: string) =>
  z
    .int({ error: 'must be a whole number from 1 to 1000000000' })
    .min(1, { error: 'must be a whole number from 1 to 1000000000' })
    .max(1_000_000_000, { error: 'must be a whole number from 1 to 1000000000' })
    .nullish()
    .describe(`Requests that may be made with it in ${span} of UTC. Left out: as many as it takes.`);

export const putSourceKeySchema = body({
  key: line(1, 1024)
    .regex(/^\S+$/, { error: 'must be the key alone, without spaces' })
    .describe('The key as the source gave it to you. It is stored encrypted and never shown again.'),
  for: oneOf(KEY_HOLDERS)
    .default('own')
    .describe('`everyone`: for all users without a key of their own; operators alone.'),
  requests_per_day: budget('a day'),
  requests_per_month: budget('a month'),
});

export const deleteSourceKeyQuerySchema = z.object({
  for: oneOf(KEY_HOLDERS).default('own').describe('`everyone`: the key for all users; operators alone.'),
});

/** How the sources of one analysis did, at a glance. */
export const sourceSummarySchema = z.object({
  asked: z.int().describe('All but those that were skipped.'),
  answered: z.int(),
  partial: z.int(),
  limited: z.int(),
  failed: z.int(),
  timeout: z.int(),
  skipped: z.int(),
  needs_key: z.int().describe('Of the skipped ones, those that need a key.'),
  cached: z.int().describe('Of the answered ones, those whose answer was kept from earlier.'),
  sentence: z
    .string()
    .describe('For people: "7 of 9 sources answered; crtsh failed: ...; 3 skipped, they need a key".'),
});
export type SourceSummary = z.infer<typeof sourceSummarySchema>;

const SKIPPED_BECAUSE: Record<(typeof SKIP_REASONS)[number], (many: boolean) => string> = {
  'needs-key': (many) => (many ? 'they need a key' : 'it needs a key'),
  paused: (many) => `left in peace after ${many ? 'they' : 'it'} failed again and again`,
  'personal-data': () => 'data of persons is not collected here',
};

/** @param tell makes text of a third party fit to be shown */
export function summariseSources(
  outcomes: readonly SourceOutcome[],
  tell: (text: string) => string = (text) => text,
): SourceSummary {
  const of = (outcome: SourceOutcome['outcome']) => outcomes.filter((each) => each.outcome === outcome);
  const skipped = of('skipped');
  const asked = outcomes.length - skipped.length;
  const answered = of('answered').length;
  const troubled = outcomes
    .filter(({ outcome }) => outcome !== 'answered' && outcome !== 'skipped')
    .map(({ source, outcome, detail }) => `${source} ${VERBS[outcome]}${detail ? `: ${tell(detail)}` : ''}`);
  const left = SKIP_REASONS.flatMap((reason) => {
    const count = skipped.filter((each) => each.skipped_for === reason).length;
    return count === 0 ? [] : [`${count} skipped, ${SKIPPED_BECAUSE[reason](count > 1)}`];
  });
  const others = skipped.filter((each) => each.skipped_for === undefined).length;
  const rest = others === 0 ? [] : [`${others} skipped, with nothing to ask`];
  return {
    asked,
    answered,
    partial: of('partial').length,
    limited: of('limited').length,
    failed: of('failed').length,
    timeout: of('timeout').length,
    skipped: skipped.length,
    needs_key: skipped.filter((each) => each.skipped_for === 'needs-key').length,
    cached: of('answered').filter((each) => each.cached_at !== undefined).length,
    sentence: [`${answered} of ${asked} sources answered`, ...troubled, ...left, ...rest].join('; '),
  };
}

const VERBS: Record<SourceOutcome['outcome'], string> = {
  answered: 'answered',
  partial: 'answered in part',
  limited: 'allows no more',
  failed: 'failed',
  timeout: 'did not answer in time',
  skipped: 'was skipped',
};
