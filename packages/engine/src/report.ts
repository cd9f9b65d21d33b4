import {
  type Entity,
  type EntityKey,
  entityKey,
  type Finding,
  type MailPlan,
  type Observation,
  type ScanEvent,
  type ScanResult,
} from '@cyborux/contract';
import { MAIL_PLAN_MODULES, planMail } from './plan-mail.ts';
import type { Target } from './scope.ts';

/** Everything that one scan came to, for people and for files. */
export interface Report {
  target: Target;
  startedAt: string;
  finishedAt: string;
  entities: Entity[];
  findings: Finding[];
  /** Null: the mail policies were not seen. */
  mail_plan: MailPlan | null;
  result: ScanResult;
}

/** Gathers a scan's events into a report. */
export class ReportDraft {
  readonly #entities = new Map<EntityKey, Entity>();
  readonly #findings: Finding[] = [];
  readonly #observations: Observation[] = [];
  #result: ScanResult | undefined;

  add(event: ScanEvent): void {
    if (event.type === 'entity') this.#entities.set(entityKey(event.entity), event.entity);
    if (event.type === 'finding') this.#findings.push(event.finding);
    if (event.type === 'observation' && MAIL_PLAN_MODULES.includes(event.observation.module)) {
      this.#observations.push(event.observation);
    }
    if (event.type === 'result') this.#result = event.result;
  }

  /** Throws when the scan ended without a result, that is, was canceled. */
  finish(target: Target, startedAt: Date, finishedAt: Date): Report {
    if (this.#result === undefined) throw new Error('The scan was canceled before it had a result.');
    return {
      target,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      entities: [...this.#entities.values()],
      findings: this.#findings,
      mail_plan: planMail(target, this.#observations),
      result: this.#result,
    };
  }
}
