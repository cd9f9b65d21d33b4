/** A bounded queue between one producer side and one consumer: `push` waits while it is full. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #capacity: number;
  #closed = false;
  #failure: unknown;
  #wakeConsumer: (() => void) | undefined;
  #wakeProducers: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** False: the consumer has gone, nothing more is wanted. */
  async push(item: T): Promise<boolean> {
    while (!this.#closed && this.#items.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#wakeProducers.push(resolve));
    }
    if (this.#closed) return false;
    this.#items.push(item);
    this.#wakeConsumer?.();
    return true;
  }

  /** No more items; what is queued is still consumed. A failure is thrown to the consumer after that. */
  close(failure?: unknown): void {
    this.#closed = true;
    this.#failure ??= failure;
    this.#wakeConsumer?.();
    this.#releaseProducers();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    try {
      while (true) {
        const item = this.#items.shift();
        if (item !== undefined) {
          this.#releaseProducers();
          yield item;
          continue;
        }
        if (this.#closed) break;
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.close();
    }
  }

  #releaseProducers(): void {
    const waiting = this.#wakeProducers;
    this.#wakeProducers = [];
    for (const wake of waiting) wake();
  }
}
