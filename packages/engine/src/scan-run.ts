import {
  type Entity,
  type EntityKind,
  entityKey,
  isUnknown,
  type Observation,
  type Omission,
  type Phase,
  type ScanEvent,
  type ScanResult,
  type SourceOutcome,
  type Unknown,
  type UnknownReason,
  unknown,
} from '@cyborux/contract';
import type { Channel } from './channel.ts';
import { EntityQuestions } from './entity-questions.ts';
import { Inventory, type Via } from './inventory.ts';
import { apexKey, judge } from './judge.ts';
import { NameSurvey } from './name-survey.ts';
import { observe } from './observe.ts';
import type { AnyProbe } from './probe.ts';
import { visible } from './protocols/control-text.ts';
import { querySource } from './query-source.ts';
import { coverageOf, entityRisks, scoreDomain } from './risk.ts';
import { type Budgets, DEEP_PERMUTATIONS, DEFAULT_BUDGETS, type ScanOptions } from './scan-options.ts';
import { rootsOf, type Target, targetAt } from './scope.ts';
import { asksEntities } from './source.ts';

/** Omissions that are told one by one; a scan cut short on a large domain has many more. */
const MAX_OMISSIONS = 1_000;
/** Of what a source tells. Names and certificates are in the inventory already. */
const READ_BY_CHECKS: readonly EntityKind[] = ['DomainRecord', 'ContactRecord', 'Leak'];
const VERDICTS_PER_EVENT = 500;

/** One scan under way. Sources and probes run side by side: a name is looked at as soon as it is known. */
export class ScanRun {
  readonly #options: ScanOptions;
  readonly #budgets: Budgets;
  readonly #events: Channel<ScanEvent>;
  readonly #inventory: Inventory;
  readonly #observations = new Map<string, Observation>();
  readonly #sources: SourceOutcome[] = [];
  readonly #omissions: Omission[] = [];
  readonly #waiting: Task[] = [];
  readonly #known: ReadonlyMap<string, Observation>;
  /** Raised at the deadline, or when nobody wants the result any more. */
  readonly #stop: AbortSignal;
  readonly #gone: AbortSignal;
  readonly #names: NameSurvey;
  readonly #questions: EntityQuestions;
  #phase: Phase = 'discover';
  #running = 0;
  #done = 0;
  #total = 0;
  #percent = -1;
  #idle: (() => void) | undefined;

  constructor(options: ScanOptions, events: Channel<ScanEvent>, abandoned: AbortSignal) {
    this.#options = options;
    const isDeep = options.probes.some(({ intrusiveness }) => intrusiveness === 'intrusive');
    this.#budgets = {
      ...DEFAULT_BUDGETS,
      ...(isDeep && { permutations: DEEP_PERMUTATIONS }),
      ...options.budgets,
    };
    this.#events = events;
    this.#inventory = new Inventory(options.target, options.personalData);
    this.#known = new Map(
      options.known?.observations.map((each) => [placeKey(each.module, each.entity), each]),
    );
    this.#gone = AbortSignal.any(options.signal === undefined ? [abandoned] : [abandoned, options.signal]);
    const left = Math.max(0, options.deadline.getTime() - options.now().getTime());
    // Judging and publishing need a little of the time themselves.
    this.#stop = AbortSignal.any([
      this.#gone,
      AbortSignal.timeout(Math.floor(left - Math.min(2_000, left / 10))),
    ]);
    this.#names = new NameSurvey({
      target: options.target,
      resolveMany: options.net.resolveMany,
      signal: this.#stop,
      budgets: this.#budgets,
      find: (entity, via) => this.#find(entity, via),
      isKnown: (name) => this.#inventory.has(`FQDN:${name}`),
      plan: (entity) => this.#plan(entity),
      omit: (module, reason, detail) => this.#omit(module, apexOf(options.target), reason, detail),
      changed: (error) => (error === undefined ? this.#fill() : this.#events.close(error)),
    });
    const { target, net, now, personalData = true, keys } = options;
    this.#questions = new EntityQuestions({
      sources: options.sources.filter(asksEntities).filter(({ id }) => !this.#isKnown(id)),
      query: { target, net, now, personalData, signal: this.#stop, timeoutMs: this.#budgets.sourceMs },
      keys,
      found: (entity, via) => this.#find(entity, via),
      rested: () => this.#fill(),
    });
  }

  async go(): Promise<void> {
    await this.#emit({ type: 'phase', phase: 'discover' });
    this.#takeUp();
    for (const { name } of rootsOf(this.#options.target)) {
      await this.#find({ kind: 'FQDN', name, attributes: {} }, { module: 'target', from: null });
    }
    await Promise.all(this.#options.sources.map((source) => this.#query(source)));
    await this.#enter('observe');
    await this.#expand();
    await this.#names.end();
    for (const outcome of this.#questions.outcomes()) await this.#tellSource(outcome, []);
    if (this.#gone.aborted) return;
    await this.#enter('judge');
    await this.#publish();
  }

  async #query(source: ScanOptions['sources'][number]): Promise<void> {
    const earlier = this.#options.known?.sources.find((outcome) => outcome.source === source.id);
    const place = placeKey(source.id, apexKey(this.#options.target));
    const observed = this.#known.get(place);
    if (earlier !== undefined && observed !== undefined) {
      this.#sources.push(earlier);
      this.#observations.set(place, observed);
      return;
    }
    if (asksEntities(source)) return;
    const found: Entity[] = [];
    const outcome = await querySource({
      source,
      target: this.#options.target,
      net: this.#options.net,
      key: this.#options.keys[source.id],
      signal: this.#stop,
      timeoutMs: this.#budgets.sourceMs,
      personalData: this.#options.personalData ?? true,
      now: this.#options.now,
      found: async (each) => {
        if (READ_BY_CHECKS.includes(each.kind)) found.push(each);
        await this.#find(each, { module: source.id, from: null });
      },
    });
    await this.#tellSource(outcome, found);
  }

  #isKnown(source: string): boolean {
    const isTold = this.#options.known?.sources.some((outcome) => outcome.source === source) ?? false;
    return isTold && this.#known.has(placeKey(source, apexKey(this.#options.target)));
  }

  async #tellSource(outcome: SourceOutcome, found: readonly Entity[]): Promise<void> {
    if (this.#gone.aborted) return;
    this.#sources.push(outcome);
    await this.#remember({
      module: outcome.source,
      entity: apexKey(this.#options.target),
      at: this.#options.now().toISOString(),
      value: outcome.outcome === 'answered' ? found : unknown(reasonOf(outcome), outcome.detail),
    });
    await this.#emit({ type: 'source', source: outcome });
  }

  /** All that an earlier run told, before anything is looked at that could tell it again. */
  #takeUp(): void {
    for (const { entity, via } of this.#options.known?.entities ?? []) this.#inventory.add(entity, via);
    for (const entity of this.#inventory.list()) this.#take(entity);
  }

  async #find(entity: Entity, via: Via): Promise<void> {
    const { news, isNew } = this.#inventory.add(entity, via);
    if (news === null) return;
    await this.#emit({ type: 'entity', entity: news, via });
    if (isNew) this.#take(news);
  }

  /** Of a name it is asked first whether it exists; what the analysis is of is looked at in any case. */
  #take(entity: Entity): void {
    const isRoot = rootsOf(this.#options.target).some(({ name }) => name === entity.name);
    if (entity.kind === 'FQDN' && !isRoot) this.#names.offer(entity.name);
    else this.#plan(entity);
  }

  /** From what exists to names like it, as long as something comes of it and there is time. */
  async #expand(): Promise<void> {
    do await this.#drained();
    while ((await this.#names.guess()) > 0 && !this.#stop.aborted);
    await this.#drained();
  }

  #plan(entity: Entity): void {
    this.#questions.add(entity);
    const tasks = this.#options.probes.filter(
      (probe) =>
        probe.accepts === entity.kind && (probe.only?.(entity as never, this.#targetAt(entity)) ?? true),
    );
    const host = { signal: undefined };
    for (const probe of tasks) this.#waiting.push({ probe, entity, host });
    this.#total += tasks.length;
    this.#fill();
  }

  #fill(): void {
    while (this.#running < this.#budgets.concurrency) {
      const task = this.#waiting.shift();
      if (task === undefined) break;
      this.#running += 1;
      this.#work(task)
        .catch((error) => this.#events.close(error))
        .finally(() => {
          this.#running -= 1;
          this.#fill();
        });
    }
    if (this.#isIdle()) this.#idle?.();
  }

  #isIdle(): boolean {
    return (
      this.#running === 0 &&
      this.#waiting.length === 0 &&
      this.#names.pending() === 0 &&
      !this.#questions.busy
    );
  }

  async #drained(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  async #work({ probe, entity, host }: Task): Promise<void> {
    const key = entityKey(entity);
    const earlier = this.#known.get(placeKey(probe.id, key));
    const value = earlier === undefined ? await this.#look(probe, entity, host) : earlier.value;
    if (this.#gone.aborted) return;
    for (const revealed of await this.#revealed(probe, entity, value)) {
      await this.#find(revealed, { module: probe.id, from: key });
    }
    const observation = earlier ?? {
      module: probe.id,
      entity: key,
      at: this.#options.now().toISOString(),
      value,
    };
    // After what it reveals: an interrupted scan that has stored the observation has stored that too.
    if (earlier === undefined) await this.#remember(observation);
    else this.#observations.set(placeKey(probe.id, key), earlier);
    this.#done += 1;
    await this.#tellProgress();
  }

  async #look(probe: AnyProbe, entity: Entity, host: Task['host']): Promise<unknown> {
    if (this.#stop.aborted) return this.#omit(probe.id, entity, 'budget', 'the analysis was out of time');
    host.signal ??= AbortSignal.timeout(this.#budgets.hostMs);
    const value = await observe({
      probe,
      entity,
      target: this.#targetAt(entity),
      net: this.#options.net,
      stop: this.#stop,
      host: host.signal,
      random: this.#options.random ?? Math.random,
    });
    if (!isUnknown(value) || value.reason !== 'budget') return value;
    return this.#omit(probe.id, entity, 'budget', value.detail ?? 'out of time');
  }

  #targetAt(entity: Entity): Target {
    return entity.kind === 'FQDN' ? targetAt(entity.name, this.#options.target) : this.#options.target;
  }

  /** A module that trips over what it saw is a defect of ours: it is told, and the scan goes on. */
  async #revealed(probe: AnyProbe, entity: Entity, value: unknown): Promise<Entity[]> {
    if (isUnknown(value) || probe.reveals === undefined) return [];
    try {
      return [...probe.reveals(value as never, entity as never, this.#targetAt(entity))];
    } catch (error) {
      await this.#omit(probe.id, entity, 'failed', visible(String(error), 300));
      return [];
    }
  }

  async #omit(module: string, entity: Entity, reason: UnknownReason, detail: string): Promise<Unknown> {
    const omission: Omission = { module, entity: entityKey(entity), reason, detail };
    if (this.#omissions.length < MAX_OMISSIONS && !this.#gone.aborted) {
      this.#omissions.push(omission);
      await this.#emit({ type: 'omission', omission });
    }
    return unknown(reason, detail);
  }

  async #remember(observation: Observation): Promise<void> {
    this.#observations.set(placeKey(observation.module, observation.entity), observation);
    await this.#emit({ type: 'observation', observation });
  }

  async #tellProgress(): Promise<void> {
    const total = this.#total + this.#names.pending();
    const percent = Math.floor((100 * this.#done) / total);
    if (percent === this.#percent && this.#done < total) return;
    this.#percent = percent;
    await this.#emit({ type: 'progress', phase: this.#phase, done: this.#done, total });
  }

  async #enter(phase: Phase): Promise<void> {
    this.#phase = phase;
    await this.#emit({ type: 'phase', phase });
  }

  async #publish(): Promise<void> {
    const { target, checks } = this.#options;
    const facts = {
      target,
      entities: this.#inventory.list(),
      observations: [...this.#observations.values()],
    };
    const { verdicts, findings, learned } = judge(facts, checks);
    for (const { check, entity } of learned) {
      await this.#find(entity, { module: check, from: entityKey(entity) });
    }
    for (let start = 0; start < verdicts.length; start += VERDICTS_PER_EVENT) {
      await this.#emit({ type: 'verdicts', verdicts: verdicts.slice(start, start + VERDICTS_PER_EVENT) });
    }
    for (const finding of findings) await this.#emit({ type: 'finding', finding });
    const coverage = coverageOf(verdicts);
    const result: ScanResult = {
      state: this.#stateOf(coverage.answered, coverage.open),
      score: scoreDomain(findings, verdicts, checks),
      coverage,
      risks: entityRisks(findings),
      sources: this.#outcomes(),
      not_done: this.#omissions,
    };
    await this.#emit({ type: 'result', result });
  }

  /** With what each source alone had: known when all have answered. */
  #outcomes(): SourceOutcome[] {
    const unique = this.#inventory.uniqueFinds(this.#sources.map(({ source }) => source));
    return this.#sources
      .map((outcome) => ({ ...outcome, unique_entities: unique.get(outcome.source) ?? 0 }))
      .sort((a, b) => (a.source < b.source ? -1 : 1));
  }

  #stateOf(answered: number, unanswered: number): ScanResult['state'] {
    if (answered === 0 && unanswered > 0) return 'failed';
    return this.#omissions.length > 0 ? 'partial' : 'completed';
  }

  async #emit(event: ScanEvent): Promise<void> {
    await this.#events.push(event);
  }
}

interface Task {
  probe: AnyProbe;
  entity: Entity;
  /** Shared by the tasks of one entity; its time starts with the first of them. */
  host: { signal: AbortSignal | undefined };
}

function placeKey(module: string, entity: string): string {
  return `${module}\0${entity}`;
}

function apexOf({ name }: Target): Entity {
  return { kind: 'FQDN', name, attributes: {} };
}

function reasonOf({ outcome }: SourceOutcome): 'limited' | 'failed' | 'timeout' | 'skipped' {
  return outcome === 'answered' || outcome === 'partial' ? 'failed' : outcome;
}
