import type { Entity, UnknownReason } from '@cyborux/contract';
import type { Via } from './inventory.ts';
import { NameIntake } from './name-intake.ts';
import type { ResolveMany } from './net.ts';
import { namePermutations } from './protocols/name-permutations.ts';
import { type NameAnswer, resolvedEntities } from './protocols/resolved-name.ts';
import type { Budgets } from './scan-options.ts';
import { inScope, type Target } from './scope.ts';

/** What a wildcard answers for is looked at on so many hosts of one parent: they are all the same. */
const HOSTS_OF_WILDCARD = 20;
/** Names that no resolver tells of, which are looked at all the same. */
const MAX_UNKNOWN = 200;
const RESOLUTION = 'name-resolution';
const PERMUTATIONS = 'name-permutations';

export interface NameSurveyOptions {
  target: Target;
  resolveMany: ResolveMany;
  signal: AbortSignal;
  budgets: Pick<Budgets, 'hosts' | 'permutations'>;
  find(entity: Entity, via: Via): Promise<void>;
  isKnown(name: string): boolean;
  /** The name is worth its probes. */
  plan(entity: Entity): void;
  omit(module: string, reason: UnknownReason, detail: string): Promise<unknown>;
  /** A name is settled, or could not be. */
  changed(error?: unknown): void;
}

/**
 * Decides which of the names that are found are looked at: those that exist. All others stay in the inventory with what
 * the resolvers said.
 */
export class NameSurvey {
  readonly #options: NameSurveyOptions;
  readonly #intake: NameIntake;
  readonly #existing: string[] = [];
  readonly #guessed = new Set<string>();
  readonly #wild = new Map<string, number>();
  #learned = 0;
  #hosts = 0;
  #beyond = 0;
  #unknown = 0;

  constructor(options: NameSurveyOptions) {
    this.#options = options;
    this.#intake = new NameIntake(
      options.resolveMany,
      options.signal,
      (name, answer) => this.#settle(name, answer),
      options.changed,
    );
  }

  offer(name: string): void {
    this.#intake.offer(name);
  }

  pending(): number {
    return this.#intake.pending();
  }

  /**
   * Asks for names like those that exist; the ones that nothing but their own record answers for are found. Zero: nothing
   * was learned since the last time, or nothing came of it.
   */
  async guess(): Promise<number> {
    const { target, resolveMany, signal, budgets, find, isKnown } = this.#options;
    const left = budgets.permutations - this.#guessed.size;
    if (this.#existing.length === this.#learned || left <= 0 || signal.aborted) return 0;
    this.#learned = this.#existing.length;
    const origins = new Map<string, string>();
    for (const { name, from } of namePermutations(this.#existing, target.registrable)) {
      if (this.#guessed.has(name) || isKnown(name) || !inScope(name, target)) continue;
      this.#guessed.add(name);
      origins.set(name, from);
      if (origins.size >= left) break;
    }
    let found = 0;
    for await (const { name, answer } of resolveMany(origins.keys(), { signal })) {
      if (answer.state !== 'present' || answer.wildcard !== 'no' || answer.records.length === 0) continue;
      found += 1;
      const from = `FQDN:${origins.get(name) ?? target.name}`;
      await find({ kind: 'FQDN', name, attributes: {} }, { module: PERMUTATIONS, from });
    }
    return found;
  }

  /** No more names come. */
  async end(): Promise<void> {
    this.#intake.close();
    if (this.#beyond === 0) return;
    const { omit, budgets } = this.#options;
    const detail = `An analysis looks at ${budgets.hosts} hosts; names beyond that, of which only the addresses were asked for: ${this.#beyond}.`;
    await omit(RESOLUTION, 'budget', detail);
  }

  async #settle(name: string, answer: NameAnswer): Promise<void> {
    const { find, plan } = this.#options;
    const entities = [...resolvedEntities(name, answer)];
    const isLooked = this.#isWorthALook(name, answer);
    // What is looked at and unknown here may still be answered there.
    if (!isLooked || answer.state !== 'unknown') {
      for (const entity of entities) await find(entity, { module: RESOLUTION, from: `FQDN:${name}` });
    }
    const [host] = entities;
    if (isLooked && host !== undefined) plan(host);
  }

  #isWorthALook(name: string, answer: NameAnswer): boolean {
    if (answer.state === 'absent' && answer.reason === 'nxdomain') return false;
    if (answer.state === 'present' && answer.wildcard === 'yes') {
      const parent = name.slice(name.indexOf('.') + 1);
      const others = this.#wild.get(parent) ?? 0;
      this.#wild.set(parent, others + 1);
      if (others >= HOSTS_OF_WILDCARD) return false;
    } else if (answer.state === 'present') {
      this.#existing.push(name);
    }
    if (answer.state === 'unknown') this.#unknown += 1;
    if (this.#hosts >= this.#options.budgets.hosts || this.#unknown > MAX_UNKNOWN) {
      this.#beyond += 1;
      return false;
    }
    this.#hosts += 1;
    return true;
  }
}
