import type { ScanEvent } from '@cyborux/contract';
import { Channel } from './channel.ts';
import type { ScanOptions } from './scan-options.ts';
import { ScanRun } from './scan-run.ts';

/** Events waiting for a slow consumer before the scan itself waits. */
const BUFFERED_EVENTS = 512;

/**
 * Discovers, observes, judges. Yields what it finds as it finds it; never throws for what the network does.
 * The last event is `result`, unless the signal was raised.
 */
export async function* scan(options: ScanOptions): AsyncGenerator<ScanEvent, void, void> {
  const events = new Channel<ScanEvent>(BUFFERED_EVENTS);
  const abandoned = new AbortController();
  const run = new ScanRun(options, events, abandoned.signal);
  const ended = run.go().then(
    () => events.close(),
    (error) => events.close(error),
  );
  try {
    yield* events;
  } finally {
    abandoned.abort();
    await ended;
  }
}
