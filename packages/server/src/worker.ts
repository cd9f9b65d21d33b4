import { setTimeout as delay } from 'node:timers/promises';
import { recoverAnalyses } from './actions/recover-analyses.ts';
import { openLeaseLocks } from './db/lease-locks.ts';
import { type AnalyzeTools, analyze } from './jobs/analyze.ts';
import type { Queue } from './queue.ts';

const RECOVER_MS = 1000;
/** Of the time to stop, how much is given to what is about to be ready. */
const FINISH_SHARE = 0.4;

export interface WorkerOptions extends Omit<AnalyzeTools, 'locks' | 'queue'> {
  queue: Queue;
  /** Connection string; the worker holds a session of its own. */
  url: string;
  /** Analyses at once. */
  concurrency: number;
  shutdownSeconds: number;
}

export interface Worker {
  /** Takes no more work; finishes what is about to be ready, and hands back the rest. */
  stop(): Promise<void>;
}

/** Runs analyses: first those whose worker died, then what is queued. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { queue, log } = options;
  const locks = await openLeaseLocks(options.url, (err) => log.error({ err }, 'lost the lease connection'));
  const tools: AnalyzeTools = { ...options, locks };
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  await recoverAnalyses(options, options.now());
  await queue.work(options.concurrency, async (attempt) => {
    if (stopping.signal.aborted) throw new Error('The worker is stopping.');
    const run = analyze(tools, attempt, stopping.signal);
    running.add(run);
    await run.finally(() => running.delete(run));
  });
  let recovering: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    recovering = recovering
      .then(() => recoverAnalyses(options, options.now()))
      .catch((err) => {
        log.error({ err }, 'analyses of dead workers were not recovered');
      });
  }, RECOVER_MS);

  return {
    async stop() {
      clearInterval(timer);
      await queue.stopTaking();
      const ended = () => Promise.allSettled([recovering, ...running]);
      await within(ended(), options.shutdownSeconds * FINISH_SHARE * 1000);
      stopping.abort();
      await within(ended(), options.shutdownSeconds * (1 - FINISH_SHARE) * 1000);
      await locks.close();
    },
  };
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
