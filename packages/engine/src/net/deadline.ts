import { unknown } from '@cyborux/contract';

export type Stopped = { state: 'unknown'; reason: 'timeout' | 'canceled'; detail?: string };

/**
 * Runs the work until the time is up or the signal is raised. Then the work's own signal is raised and the answer is
 * unknown at once, whether or not the work has ended.
 */
export async function bounded<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | Stopped> {
  if (signal.aborted) return unknown('canceled');
  const controller = new AbortController();
  const { promise: stopped, resolve } = Promise.withResolvers<Stopped>();
  const stop = (answer: Stopped) => {
    resolve(answer);
    controller.abort();
  };
  const cancel = () => stop(unknown('canceled'));
  const timer = setTimeout(() => stop(unknown('timeout', `No answer within ${Math.round(ms)} ms.`)), ms);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

/** The answer, or canceled as soon as the signal is raised. What works on the answer goes on for others. */
export async function orCanceled<T>(
  answer: Promise<T>,
  signal: AbortSignal,
): Promise<T | { state: 'unknown'; reason: 'canceled' }> {
  if (signal.aborted) return unknown('canceled');
  const { promise: canceled, resolve } = Promise.withResolvers<{ state: 'unknown'; reason: 'canceled' }>();
  const cancel = () => resolve(unknown('canceled'));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([canceled, answer]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
