import { type Entity, entityKey, type SourceOutcome } from '@cyborux/contract';
import ipaddr from 'ipaddr.js';
import type { Via } from './inventory.ts';
import { type Query, querySource } from './query-source.ts';
import type { EntitySource } from './source.ts';

export interface EntityQuestionsOptions {
  sources: readonly EntitySource[];
  query: Omit<Query, 'source' | 'about' | 'key' | 'found'>;
  keys: Readonly<Record<string, string>>;
  found: (entity: Entity, via: Via) => Promise<void>;
  /** Told when the last question that there was is answered. */
  rested: () => void;
}

/** Addresses of no network but one's own: nobody else knows them, and nobody else is to. */
const OWN_RANGES = ['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'carrierGradeNat'];
/** A source that fails so often in a row is left alone. */
const MAX_FAILURES = 3;

/** Asks sources about entities as they are found: each source one question after the other, side by side with the others. */
export class EntityQuestions {
  readonly #options: EntityQuestionsOptions;
  readonly #rows: Row[];
  #busy = 0;

  constructor(options: EntityQuestionsOptions) {
    this.#options = options;
    this.#rows = options.sources.map((source) => ({
      source,
      waiting: [],
      asked: 0,
      left: 0,
      outcomes: [],
      running: false,
      spentMs: 0,
    }));
  }

  get busy(): boolean {
    return this.#busy > 0;
  }

  add({ kind, name }: Entity): void {
    if (kind === 'IPAddress' && isOwnRange(name)) return;
    for (const row of this.#rows) {
      if (row.source.accepts !== kind) continue;
      row.waiting.push(name);
      if (!row.running) void this.#work(row);
    }
  }

  /** One outcome a source, over all that it was asked. */
  outcomes(): SourceOutcome[] {
    return this.#rows.map(mergedOutcome);
  }

  async #work(row: Row): Promise<void> {
    row.running = true;
    this.#busy += 1;
    try {
      for (let name = row.waiting.shift(); name !== undefined; name = row.waiting.shift()) {
        if (this.#mayAsk(row)) await this.#ask(row, name);
        else row.left += 1;
      }
    } finally {
      row.running = false;
      this.#busy -= 1;
      if (this.#busy === 0) this.#options.rested();
    }
  }

  #mayAsk({ source, asked, outcomes, spentMs }: Row): boolean {
    const { signal, timeoutMs } = this.#options.query;
    if (asked >= source.questions || signal.aborted || spentMs >= timeoutMs) return false;
    if (outcomes.some(({ outcome }) => outcome === 'limited' || outcome === 'skipped')) return false;
    const latest = outcomes.slice(-MAX_FAILURES);
    return (
      latest.length < MAX_FAILURES ||
      latest.some(({ outcome }) => outcome !== 'failed' && outcome !== 'timeout')
    );
  }

  async #ask(row: Row, name: string): Promise<void> {
    const { query, keys, found } = this.#options;
    const { source } = row;
    const via = { module: source.id, from: entityKey({ kind: source.accepts, name }) };
    row.asked += 1;
    const outcome = await querySource({
      ...query,
      source,
      about: name,
      key: keys[source.id],
      timeoutMs: query.timeoutMs - row.spentMs,
      found: (entity) => found(entity, via),
    });
    row.spentMs += outcome.duration_ms;
    row.outcomes.push(outcome);
  }
}

interface Row {
  source: EntitySource;
  waiting: string[];
  asked: number;
  /** Known, and not asked about. */
  left: number;
  outcomes: SourceOutcome[];
  running: boolean;
  spentMs: number;
}

function isOwnRange(address: string): boolean {
  return !ipaddr.isValid(address) || OWN_RANGES.includes(ipaddr.process(address).range());
}

function mergedOutcome({ source, outcomes, asked, left }: Row): SourceOutcome {
  const sum = (pick: (each: SourceOutcome) => number) => outcomes.map(pick).reduce((a, b) => a + b, 0);
  const base = {
    source: source.id,
    entities: sum((each) => each.entities),
    duration_ms: sum((each) => each.duration_ms),
  };
  if (asked === 0) return { ...base, outcome: 'skipped', detail: 'there was nothing to ask it about' };
  const unlike = outcomes.filter(({ outcome }) => outcome !== 'answered');
  const worst =
    ['limited', 'skipped'].flatMap((word) => unlike.filter(({ outcome }) => outcome === word))[0] ??
    unlike[0];
  const bound = left > 0 ? `asked about ${asked} of ${asked + left}` : undefined;
  if (worst === undefined) {
    return bound === undefined
      ? { ...base, outcome: 'answered' }
      : { ...base, outcome: 'partial', detail: bound };
  }
  const isWhollySo = worst.outcome === 'limited' || worst.outcome === 'skipped' || unlike.length === asked;
  const detail = [worst.detail, bound].filter((each) => each !== undefined).join('; ');
  return { ...base, outcome: isWhollySo ? worst.outcome : 'partial', ...(detail !== '' && { detail }) };
}
