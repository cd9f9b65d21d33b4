import { setTimeout as sleep } from 'node:timers/promises';
import { type Entity, entitySchema, type ScanEvent, type SourceOutcome } from '@cyborux/contract';
import {
  asksEntities,
  isPersonal,
  type Source,
  SourceError,
  type SourceTools,
  type Subject,
} from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../db/schema.ts';
import { findAnswer, keepAnswer } from '../../store/source-answers.ts';
import { takeFromBudget } from '../../store/source-keys.ts';
import { passBreaker, takeTurn } from '../../store/source-states.ts';
import type { UsableKey } from './usable-keys.ts';

/** Longer answers are not kept. */
const MAX_KEPT = 50_000;
/** Who would have to wait longer than this for a turn is told so instead. */
const LONGEST_WAIT_MS = 25_000;

export interface SharedSourcesOptions {
  db: Kysely<Database>;
  log: Logger;
  now: () => Date;
  /** How old an answer may be. */
  cacheSeconds: number;
  /** Kept answers are not read. */
  fresh: boolean;
  personalData: boolean;
  keys: ReadonlyMap<string, UsableKey>;
}

/**
 * The sources as all workers share them: answers are kept, one that fails again and again is left in peace, and the
 * pace and the budgets of keys hold for all processes together. The engine sees ordinary sources.
 */
export function shareSources(sources: readonly Source[], options: SharedSourcesOptions) {
  const cachedAt = new Map<string, Date>();
  const asked = new Set<string>();
  const complete = (outcome: SourceOutcome): SourceOutcome => {
    const at = asked.has(outcome.source) ? undefined : cachedAt.get(outcome.source);
    return at === undefined ? outcome : { ...outcome, cached_at: at.toISOString() };
  };
  return {
    sources: sources.map((source) => shareSource(source, options, { cachedAt, asked })),
    /** The event, with what the engine cannot know. */
    complete(event: ScanEvent): ScanEvent {
      if (event.type === 'source') return { ...event, source: complete(event.source) };
      if (event.type !== 'result') return event;
      return { ...event, result: { ...event.result, sources: event.result.sources.map(complete) } };
    },
  };
}

interface Notes {
  cachedAt: Map<string, Date>;
  asked: Set<string>;
}

function shareSource(source: Source, options: SharedSourcesOptions, notes: Notes): Source {
  const ask = { source, options, notes };
  if (asksEntities(source)) {
    return {
      ...source,
      query: (subject: Subject, tools) =>
        sharedAnswer(ask, subject.name, tools, (turned) => source.query(subject, turned)),
    };
  }
  return {
    ...source,
    query: (target, tools) => sharedAnswer(ask, target.name, tools, (turned) => source.query(target, turned)),
  };
}

async function* sharedAnswer(
  { source, options, notes }: { source: Source; options: SharedSourcesOptions; notes: Notes },
  name: string,
  tools: SourceTools,
  query: (tools: SourceTools) => AsyncIterable<Entity>,
): AsyncGenerator<Entity> {
  const { db, now, log, cacheSeconds, fresh, personalData } = options;
  const key = options.keys.get(source.id);
  const place = { source: source.id, name, userId: key?.userId ?? null };
  const oldest = new Date(now().getTime() - cacheSeconds * 1000);
  const kept = fresh ? null : await keptAnswer(db, place, oldest);
  if (kept !== null) {
    notes.cachedAt.set(source.id, earlier(notes.cachedAt.get(source.id), kept.answeredAt));
    yield* kept.entities;
    return;
  }
  if (!notes.asked.has(source.id)) await passOrSkip(db, source, now());
  notes.asked.add(source.id);
  const turn = () => waitForTurn(source, key, options);
  let whole = true;
  const given: Entity[] = [];
  const incomplete = (why: string) => {
    whole = false;
    tools.incomplete(why);
  };
  for await (const entity of query({ ...metered(tools, turn), incomplete })) {
    if (given.length <= MAX_KEPT && (personalData || !isPersonal(entity))) given.push(entity);
    yield entity;
  }
  if (!whole || given.length > MAX_KEPT || cacheSeconds === 0) return;
  await keepAnswer(db, place, given, now()).catch((err: unknown) => {
    log.warn({ err, source: source.id }, 'answer of a source was not kept');
  });
}

/** What was kept by another version of this program may have another shape: then it is asked for again. */
async function keptAnswer(...args: Parameters<typeof findAnswer>) {
  const kept = await findAnswer(...args);
  return kept?.entities.every((entity) => entitySchema.safeParse(entity).success) ? kept : null;
}

function earlier(a: Date | undefined, b: Date): Date {
  return a !== undefined && a < b ? a : b;
}

async function passOrSkip(db: Kysely<Database>, source: Source, now: Date): Promise<void> {
  const state = await passBreaker(db, source.id, now);
  if (state === null) return;
  throw new SourceError(
    'skipped',
    `left in peace after failing ${state.failures} times in a row, until ${state.paused_until?.toISOString()}`,
    { skippedFor: 'paused' },
  );
}

async function waitForTurn(
  source: Source,
  key: UsableKey | undefined,
  { db, now }: SharedSourcesOptions,
): Promise<void> {
  const keyId = key?.id ?? null;
  const turn = await takeTurn(db, keyId === null ? { source: source.id } : { keyId }, {
    perMinute: source.requestsPerMinute,
    atMostMs: LONGEST_WAIT_MS,
    now: now(),
  });
  if (turn === null) throw new SourceError('limited', 'other analyses ask it as often as it may be asked');
  if (turn > 0) await sleep(turn, undefined, { ref: false });
  if (key === undefined || keyId === null) return;
  const budget = await takeFromBudget(db, keyId, now());
  if (budget === 'taken') return;
  throw new SourceError('limited', BUDGET_OVER[budget](key));
}

const BUDGET_OVER = {
  day: (key: UsableKey) => `the budget of its key is used up: ${key.requestsPerDay} requests a day`,
  month: (key: UsableKey) => `the budget of its key is used up: ${key.requestsPerMonth} requests a month`,
  gone: () => 'its key was taken away',
};

/** The same tools, each request of which waits for its turn. */
function metered(tools: SourceTools, turn: () => Promise<void>): SourceTools {
  const { http, whois } = tools;
  return {
    ...tools,
    http: {
      json: async (url, schema, request) => {
        await turn();
        return http.json(url, schema, request);
      },
      text: async (url, request) => {
        await turn();
        return http.text(url, request);
      },
    },
    whois: async (server, line) => {
      await turn();
      return whois(server, line);
    },
  };
}
