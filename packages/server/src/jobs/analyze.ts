import { randomUUID } from 'node:crypto';
import type { ScanEvent } from '@cyborux/contract';
import type { NetSession, ScanOptions } from '@cyborux/engine';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { endAndSettle } from '../actions/end-analysis.ts';
import { shareSources } from '../actions/sources/shared-sources.ts';
import { keysOfUser } from '../actions/sources/usable-keys.ts';
import type { LeaseLocks } from '../db/lease-locks.ts';
import type { Database } from '../db/schema.ts';
import type { Attempt, Queue } from '../queue.ts';
import type { KeyBox } from '../sealed-keys.ts';
import {
  type ClaimedAnalysis,
  checkLease,
  claimAnalysis,
  type EndState,
  LeaseLost,
  lockLease,
  releaseLease,
} from '../store/analyses.ts';
import { appendEvents } from '../store/events.ts';
import { answeredShare } from '../store/judgements.ts';
import { loadKnownFacts } from '../store/observations.ts';
import { forgetAnswers } from '../store/source-answers.ts';
import { noteHealth } from '../store/source-states.ts';
import { batches } from './batches.ts';

const BATCH = { size: 200, ms: 100 };
const CHECK_MS = 500;

export type Scan = (options: ScanOptions) => AsyncIterable<ScanEvent>;

export interface AnalyzeTools {
  db: Kysely<Database>;
  queue: Pick<Queue, 'handBack'>;
  locks: LeaseLocks;
  scan: Scan;
  modules: Pick<ScanOptions, 'sources' | 'probes' | 'checks'>;
  /** Source id to key, of the configuration. */
  keys: Readonly<Record<string, string>>;
  /** Opens the keys of users and of the operator; null: none can be kept here. */
  keyBox: KeyBox | null;
  /** How old an answer of a source may be. */
  cacheSeconds: number;
  personalData: boolean;
  openNetwork: () => NetSession;
  budgetSeconds: number;
  now: () => Date;
  log: Logger;
}

/**
 * Runs one attempt at an analysis: goes on where the last one ended, stores what is found, and ends it. What ends it
 * early: its cancellation, a claim by another worker, or `stop`, upon which it is handed back.
 *
 * @throws when the database fails; the queue tries again
 */
export async function analyze(tools: AnalyzeTools, attempt: Attempt, stop: AbortSignal): Promise<void> {
  const lease = randomUUID();
  await tools.locks.hold(lease);
  try {
    const claim = await claimAnalysis(tools.db, {
      ...{ analysisId: attempt.analysisId, attempt: attempt.retryCount, lease },
      ...{ now: tools.now(), budgetSeconds: tools.budgetSeconds },
    });
    if (claim) await runClaimed(tools, attempt, claim, stop);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    tools.log.warn({ analysis: attempt.analysisId }, 'analysis was taken over');
  } finally {
    await tools.locks.drop(lease);
  }
}

async function runClaimed(
  tools: AnalyzeTools,
  attempt: Attempt,
  claim: ClaimedAnalysis,
  stop: AbortSignal,
): Promise<void> {
  const log = tools.log.child({ analysis: claim.analysisId, domain: claim.target.name });
  log.info({ attempt: attempt.retryCount }, 'analysis begins');
  const watch = watchLease(tools, claim);
  const outcome = await scanAndStore(tools, claim, AbortSignal.any([stop, watch.signal])).finally(watch.end);
  const end = (state: EndState, error?: string) => endEarly(tools, claim, state, error);

  if (outcome.result) log.info({ state: outcome.result }, 'analysis ended');
  else if (watch.signal.reason === 'lost') throw new LeaseLost(claim);
  else if (watch.signal.reason === 'cancel') {
    await end('canceled');
    log.info('analysis canceled');
  } else if (stop.aborted) {
    await handBack(tools, claim, attempt);
    log.info('analysis handed back');
  } else {
    await end('failed', 'An internal error ended the analysis.');
    log.error({ err: outcome.error ?? new Error('The scan ended without a result.') }, 'analysis failed');
  }
}

/** Its signal is raised, with the reason, when the analysis is canceled or in other hands. */
function watchLease(tools: AnalyzeTools, claim: ClaimedAnalysis) {
  const halt = new AbortController();
  if (claim.cancelRequested) halt.abort('cancel');
  const timer = setInterval(async () => {
    // When the database does not answer, storing will tell.
    const state = await checkLease(tools.db, claim).catch(() => 'held');
    if (state !== 'held') halt.abort(state);
  }, CHECK_MS);
  return { signal: halt.signal, end: () => clearInterval(timer) };
}

/** What the engine throws is in the answer; what the database throws is thrown. */
async function scanAndStore(
  tools: AnalyzeTools,
  claim: ClaimedAnalysis,
  halted: AbortSignal,
): Promise<{ result?: EndState; error?: unknown }> {
  const outcome: { result?: EndState; error?: unknown } = {};
  const broken = new AbortController();
  await forgetAnswers(tools.db, new Date(tools.now().getTime() - tools.cacheSeconds * 1000));
  const known = await loadKnownFacts(tools.db, claim);
  const keys = await keysOfUser({ ...tools, configured: tools.keys }, claim.userId);
  const shared = shareSources(tools.modules.sources, { ...tools, keys, fresh: claim.fresh });
  const net = tools.openNetwork();
  const events = tools.scan({
    ...tools.modules,
    sources: shared.sources,
    target: claim.target,
    net,
    keys: Object.fromEntries([...keys].map(([source, { key }]) => [source, key])),
    personalData: tools.personalData,
    deadline: claim.deadline,
    now: tools.now,
    known,
    signal: AbortSignal.any([halted, broken.signal]),
  });
  try {
    for await (const told of batches(caught(events, outcome), BATCH)) {
      const batch = told.map(shared.complete);
      const result = await storeBatch(tools, claim, batch).catch((error) => {
        broken.abort();
        throw error;
      });
      if (result) outcome.result = result;
    }
  } finally {
    await net.close();
  }
  return outcome;
}

async function* caught<T>(
  events: AsyncIterable<T>,
  outcome: { error?: unknown },
): AsyncGenerator<T, void, void> {
  try {
    yield* events;
  } catch (error) {
    outcome.error = error;
  }
}

/** The result ends the analysis in the transaction that stores it. */
async function storeBatch(
  tools: AnalyzeTools,
  claim: ClaimedAnalysis,
  batch: readonly ScanEvent[],
): Promise<EndState | null> {
  const now = tools.now();
  const result = batch.find((event) => event.type === 'result')?.result;
  await tools.db.transaction().execute(async (trx) => {
    await appendEvents(trx, claim, batch, now);
    if (!result) return;
    const error = result.state === 'failed' ? { error: 'Nothing of the domain could be observed.' } : {};
    const { analysisId } = claim;
    await endAndSettle(trx, {
      analysisId,
      state: result.state,
      answered: result.coverage.share,
      now,
      ...error,
    });
  });
  const outcomes = batch.flatMap((event) => (event.type === 'source' ? [event.source] : []));
  await noteHealth(tools.db, outcomes, now);
  return result?.state ?? null;
}

/** Without a result: what was judged until now decides whether it is charged. */
async function endEarly(
  { db, now }: AnalyzeTools,
  claim: ClaimedAnalysis,
  state: EndState,
  error?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockLease(trx, claim);
    const answered = await answeredShare(trx, claim);
    const { analysisId } = claim;
    await endAndSettle(trx, { analysisId, state, answered, now: now(), ...(error && { error }) });
  });
}

async function handBack(
  { db, queue }: AnalyzeTools,
  claim: ClaimedAnalysis,
  attempt: Attempt,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (await releaseLease(trx, claim)) await queue.handBack(trx, attempt);
  });
}
