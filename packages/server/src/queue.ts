import type { Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Database } from './db/schema.ts';

const QUEUE = 'analyze';
/** A worker that dies again and again over one analysis must end some day. */
const RETRIES = 50;
/** The least that pg-boss takes. Mostly a dead worker is noticed at once, by its lease's lock. */
const HEARTBEAT_SECONDS = 10;
const POLL_SECONDS = 0.5;
const NOTIFIED_POLL_SECONDS = 2;
/** Beyond the budget: for what the end of an analysis takes. */
const SPARE_SECONDS = 300;
const OPEN: ReadonlySet<string> = new Set(['created', 'retry', 'active']);

/** One attempt at an analysis. */
export interface Attempt {
  analysisId: string;
  retryCount: number;
}

export interface Queue {
  /** Sends the job with the transaction: both happen or neither. */
  send(trx: Transaction<Database>, analysisId: string): Promise<void>;
  /** Ends the attempt with the transaction, so that the next one can begin at once. */
  handBack(trx: Transaction<Database>, attempt: Attempt): Promise<void>;
  /**
   * Ends an attempt whose worker died, so that the next one can begin at once.
   *
   * @param attempt null: there is none under way
   * @returns false when no attempt is left
   */
  revive(analysisId: string, attempt: number | null): Promise<boolean>;
  /** Takes jobs, as many at once as given; a run that throws is tried again. */
  work(concurrency: number, run: (attempt: Attempt) => Promise<void>): Promise<void>;
  /** Takes no more jobs; those under way go on. */
  stopTaking(): Promise<void>;
  stop(): Promise<void>;
}

export interface QueueOptions {
  url: string;
  budgetSeconds: number;
  /** Takes part in the upkeep of the queue, as workers do. */
  upkeep?: boolean;
  onError?: (error: unknown) => void;
}

/** The queue of analyses: pg-boss in the same database, in a schema of its own. The id of a job is its analysis'. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'cyborux queue',
    max: 4,
    useListenNotify: options.upkeep ?? false,
    supervise: options.upkeep ?? false,
    superviseIntervalSeconds: HEARTBEAT_SECONDS,
    monitorIntervalSeconds: HEARTBEAT_SECONDS,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', (error) => options.onError?.(error));
  await boss.start();
  const policy = {
    retryLimit: RETRIES,
    retryDelay: 0,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: options.budgetSeconds + SPARE_SECONDS,
    notify: true,
  };
  await boss.createQueue(QUEUE, policy);
  await boss.updateQueue(QUEUE, policy);
  let worker: string | null = null;

  return {
    async send(trx, analysisId) {
      await boss.send(QUEUE, {}, { id: analysisId, db: fromKysely(trx) });
    },
    async handBack(trx, { analysisId, retryCount }) {
      const reason = { reason: 'handed back' };
      await boss.fail(QUEUE, { id: analysisId, retryCount }, reason, { db: fromKysely(trx) });
    },
    async revive(analysisId, attempt) {
      if (attempt !== null) {
        await boss.fail(QUEUE, { id: analysisId, retryCount: attempt }, { reason: 'the worker died' });
      }
      if (worker) boss.notifyWorker(worker);
      const [job] = await boss.findJobs<object>(QUEUE, { id: analysisId });
      return job !== undefined && OPEN.has(job.state);
    },
    async work(concurrency, run) {
      worker = await boss.work(
        QUEUE,
        {
          localConcurrency: concurrency,
          pollingIntervalSeconds: POLL_SECONDS,
          notifyPollingIntervalSeconds: NOTIFIED_POLL_SECONDS,
        },
        async (jobs) => {
          for (const { id, retryCount } of jobs) await run({ analysisId: id, retryCount });
        },
      );
    },
    async stopTaking() {
      if (worker) await boss.offWork(QUEUE, { wait: false });
      worker = null;
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 2000 });
    },
  };
}
