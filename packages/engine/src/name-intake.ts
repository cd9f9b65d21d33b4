import { unknown } from '@cyborux/contract';
import type { BulkResult, ResolveMany } from './net.ts';

import type { NameAnswer } from './protocols/resolved-name.ts';

type Settle = (name: string, answer: NameAnswer) => Promise<void>;

/**
 * Where names wait for the answer whether they exist: A first, and AAAA for those that exist without it. Each name that is
 * offered is settled once.
 */
export class NameIntake {
  readonly #settle: Settle;
  readonly #changed: (error?: unknown) => void;
  readonly #first: Line;
  readonly #second: Line;
  #pending = 0;

  constructor(
    resolveMany: ResolveMany,
    signal: AbortSignal,
    settle: Settle,
    changed: (error?: unknown) => void,
  ) {
    this.#settle = settle;
    this.#changed = changed;
    this.#second = new Line((names) => resolveMany(names, { type: 'AAAA', signal }));
    this.#first = new Line((names) => resolveMany(names, { type: 'A', signal }));
  }

  offer(name: string): void {
    this.#pending += 1;
    this.#start(this.#first, async (told, answer) => {
      const isNodata = answer.state === 'absent' && answer.reason === 'nodata';
      if (!isNodata) return this.#end(told, answer);
      this.#start(this.#second, (again, other) => this.#end(again, other));
      this.#second.push(told);
    });
    this.#first.push(name);
  }

  /** Names that are not settled. */
  pending(): number {
    return this.#pending;
  }

  close(): void {
    this.#first.close();
    this.#second.close();
  }

  #start(line: Line, told: Settle): void {
    line.read(told)?.catch(this.#changed);
  }

  async #end(name: string, answer: NameAnswer): Promise<void> {
    await this.#settle(name, answer);
    this.#pending -= 1;
    this.#changed();
  }
}

/** An input that goes on until it is closed, and its reader. */
class Line {
  readonly #ask: (names: AsyncIterable<string>) => AsyncIterable<BulkResult<'A' | 'AAAA'>>;
  #waiting: string[] = [];
  #taken = 0;
  #closed = false;
  #reading = false;
  #ended = false;
  #told: Settle = async () => undefined;
  #wake: (() => void) | undefined;

  constructor(ask: (names: AsyncIterable<string>) => AsyncIterable<BulkResult<'A' | 'AAAA'>>) {
    this.#ask = ask;
  }

  push(name: string): void {
    this.#waiting.push(name);
    this.#wake?.();
    if (this.#ended) void this.#flush();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** Begins with the first name; null when it has begun. */
  read(told: Settle): Promise<void> | null {
    if (this.#reading) return null;
    this.#reading = true;
    this.#told = told;
    return this.#read();
  }

  async #read(): Promise<void> {
    for await (const { name, answer } of this.#ask(this.#names())) await this.#told(name, answer);
    // The network was taken away: what is left, and what comes, has no answer.
    this.#ended = true;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    for (let name = this.#take(); name !== undefined; name = this.#take()) {
      await this.#told(name, unknown('canceled'));
    }
  }

  async *#names(): AsyncGenerator<string, void, void> {
    while (!this.#closed) {
      const name = this.#take();
      if (name !== undefined) {
        yield name;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(): string | undefined {
    const name = this.#waiting[this.#taken];
    if (name === undefined) return undefined;
    this.#taken += 1;
    if (this.#taken === this.#waiting.length) {
      this.#waiting = [];
      this.#taken = 0;
    }
    return name;
  }
}
