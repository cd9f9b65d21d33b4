import type { AnalysisState } from '@cyborux/contract';
import type { StoredEvent } from './store/event-feed.ts';

export interface EventFeed {
  /** The events after this number, oldest first, a batch at most. */
  read(after: number): Promise<StoredEvent[]>;
  state(): Promise<AnalysisState>;
  subscribe(listener: () => void): () => void;
}

const FINAL: readonly AnalysisState[] = ['completed', 'partial', 'failed', 'canceled'];

/**
 * Stored events as Server-Sent Events (WHATWG HTML section 9.2), in order, from after `after` to the end of the
 * analysis, which is told by an event `end`. Stops at once when the signal is raised.
 * @param options.heartbeatMs after which a comment tells that the line is alive, and the store is read unasked
 */
export async function* streamEvents(
  feed: EventFeed,
  options: { after: number; heartbeatMs: number; signal: AbortSignal },
): AsyncGenerator<string> {
  const bell = new Bell(options.signal);
  const unsubscribe = feed.subscribe(() => bell.ring());
  try {
    let seen = options.after;
    yield 'retry: 2000\n\n';
    while (!options.signal.aborted) {
      bell.mute();
      // The state first: what is written before the end is there when the end is.
      const state = await feed.state();
      const events = await feed.read(seen);
      const last = events.at(-1);
      if (last) {
        yield events.map((event) => message(event.type, event.body, event.seq)).join('');
        seen = last.seq;
      } else if (FINAL.includes(state)) {
        yield message('end', { type: 'end', state });
        return;
      } else if (!(await bell.wait(options.heartbeatMs))) {
        yield ': still there\n\n';
      }
    }
  } finally {
    unsubscribe();
  }
}

function message(event: string, data: object, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Rings that come between two waits are heard at the next one. */
class Bell {
  #rung = false;
  #wake: () => void = () => undefined;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  mute(): void {
    this.#rung = this.#signal.aborted;
  }

  /** @returns false when the time was up before it rang */
  async wait(ms: number): Promise<boolean> {
    if (this.#rung) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
    return this.#rung;
  }
}
