import type {
  Category,
  Confidence,
  Entity,
  EntityKey,
  EntityKind,
  EntityOf,
  Evidence,
  RiskLevel,
  Unknown,
} from '@cyborux/contract';
import type { AnyProbe } from './probe.ts';
import type { Target } from './scope.ts';
import type { Source } from './source.ts';

/** A need: a whole observation, or a part of one picked by a pure function. */
export type Need = AnyProbe | Source | Part;

/** The part of an observation that a check reads. When it comes out unknown, the check is `open`. */
export interface Part<T = unknown> {
  of: AnyProbe | Source;
  /** `apex`: observed at the target itself, whatever entity the check is about. */
  at: 'entity' | 'apex';
  pick(observation: unknown): T;
}

type Observed<M> = M extends { observe(...args: never): Promise<infer O> }
  ? Exclude<O, Unknown>
  : readonly Entity[];

/** Narrows a need to a part: `part(dnsRecords, (records) => records.CAA)`. */
export function part<M extends AnyProbe | Source, T>(
  of: M,
  pick: (observation: Observed<M>) => T,
  at: Part['at'] = 'entity',
): Part<T> {
  return { of, at, pick: pick as (observation: unknown) => T };
}

/** What a check is handed for a need: never an Unknown, those it does not see. */
export type Fact<N> = N extends Part<infer T> ? Exclude<T, Unknown> : Observed<N>;
export type Facts<N extends Record<string, Need>> = { readonly [K in keyof N]: Fact<N[K]> };

export interface FindingText {
  severity: RiskLevel;
  /** Default `confirmed`: the observation is itself the proof. */
  confidence?: Confidence;
  /** Good practice whose absence alone is no weakness: costs at most one letter. */
  optional?: boolean;
  title: string;
  /** What to change, in the imperative, for the person who runs the system. */
  remediation: string;
}

export interface Context<K extends EntityKind> {
  entity: EntityOf<K>;
  target: Target;
  /** When the facts were observed (the latest of them). A check has no other clock. */
  observedAt: Date;
}

export type Judgement<F extends string> =
  | { outcome: 'pass' | 'notApplicable' }
  | { outcome: 'open' | 'review'; detail: string }
  /** `attributes`: what is now known of the entity, to be kept with it. */
  | { outcome: 'informational'; detail: string; attributes: Entity['attributes'] }
  | { outcome: 'fail'; finding: F; evidence: Evidence[]; subject: string; affects: EntityKey[] };

/** A pure judgement over observations. */
export interface Check<
  Id extends string,
  K extends EntityKind,
  N extends Record<string, Need>,
  F extends string,
> {
  id: Id;
  title: string;
  category: Category;
  appliesTo: K;
  references: readonly string[];
  needs: N;
  findings: { readonly [P in F]: FindingText };
  /** Several judgements when several things are wrong at once; all of them `fail` then. */
  evaluate(facts: Facts<N>, context: Context<K>): Judgement<F> | Judgement<F>[];
}

/** What the checks of a registry have in common; the runner hands each only the facts that it needs. */
export interface AnyCheck {
  id: string;
  title: string;
  category: Category;
  appliesTo: EntityKind;
  references: readonly string[];
  needs: Record<string, Need>;
  findings: Readonly<Record<string, FindingText>>;
  evaluate(facts: never, context: never): Judgement<string> | Judgement<string>[];
}

export function defineCheck<
  Id extends string,
  K extends EntityKind,
  N extends Record<string, Need>,
  F extends string,
>(
  check: Omit<Check<Id, K, N, F>, 'evaluate'> & {
    evaluate(facts: Facts<N>, context: Context<K>): Judgement<NoInfer<F>> | Judgement<NoInfer<F>>[];
  },
): Check<Id, K, N, F> {
  return check;
}

export const pass: Judgement<never> = { outcome: 'pass' };
export const notApplicable: Judgement<never> = { outcome: 'notApplicable' };

/** The facts are there but do not suffice for an answer. */
export function open(detail: string): Judgement<never> {
  return { outcome: 'open', detail };
}

export function informational(detail: string, attributes: Entity['attributes'] = {}): Judgement<never> {
  return { outcome: 'informational', detail, attributes };
}

/**
 * @param evidence label to value, in the order in which it shall be read
 * @param options.subject tells two failures of the same kind on one entity apart
 */
export function fail<F extends string>(
  finding: F,
  evidence: Record<string, string | number> = {},
  options: { subject?: string; affects?: EntityKey[] } = {},
): Judgement<F> {
  return {
    outcome: 'fail',
    finding,
    evidence: Object.entries(evidence).map(([label, value]) => ({ label, value: String(value) })),
    subject: options.subject ?? '',
    affects: options.affects ?? [],
  };
}

/** The judgements of several things of one kind: all that failed, else the first that is open, else pass. */
export function together<F extends string>(judgements: readonly Judgement<F>[]): Judgement<F>[] {
  const failed = judgements.filter(({ outcome }) => outcome === 'fail');
  if (failed.length > 0) return failed;
  return [judgements.find(({ outcome }) => outcome === 'open') ?? pass];
}
