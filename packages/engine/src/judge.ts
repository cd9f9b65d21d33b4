import { createHash } from 'node:crypto';
import {
  type Entity,
  type EntityKey,
  entityKey,
  type Finding,
  isUnknown,
  type Observation,
  type RiskLevel,
  riskRank,
  type Unknown,
  type Verdict,
} from '@cyborux/contract';
import type { AnyCheck, Judgement, Need, Part } from './check.ts';
import { visible } from './protocols/control-text.ts';
import type { Target } from './scope.ts';

export interface JudgedFacts {
  target: Target;
  entities: readonly Entity[];
  observations: readonly Observation[];
}

/** Room for the results of a dozen tests. */
const MAX_DETAIL = 1_000;

/** What a check found out about an entity beside its verdict. */
export interface Learned {
  check: string;
  entity: Entity;
}

/** The same facts come to byte-identical verdicts and findings, in whatever order they were observed. */
export function judge(
  facts: JudgedFacts,
  checks: readonly AnyCheck[],
): { verdicts: Verdict[]; findings: Finding[]; learned: Learned[] } {
  const observations = new Map(facts.observations.map((each) => [`${each.module}\0${each.entity}`, each]));
  const observed = new Set(facts.observations.map(({ entity }) => entity as string));
  const entities = facts.entities.map((entity) => ({ entity, key: entityKey(entity) })).sort(byKey);
  // Very many names are known of which nothing was observed.
  const looked = entities.filter(({ key }) => observed.has(key));
  const verdicts: Verdict[] = [];
  const findings: Finding[] = [];
  const learned: Learned[] = [];
  for (const check of [...checks].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const { entity, key } of needsOnlyApex(check) ? entities : looked) {
      if (entity.kind !== check.appliesTo) continue;
      const needs = gather(check, entity, facts.target, observations);
      if (needs === null) continue;
      if ('missing' in needs) {
        verdicts.push({ check: check.id, entity: key, outcome: 'open', detail: reasonText(needs.missing) });
        continue;
      }
      const judgements = evaluate(check, needs, entity, facts.target);
      verdicts.push(verdictOf(check, key, judgements));
      for (const judgement of judgements) {
        if (judgement.outcome === 'fail') findings.push(findingOf(check, key, judgement));
        if (judgement.outcome !== 'informational') continue;
        const { attributes } = judgement;
        if (Object.keys(attributes).length > 0) learned.push(learnedOf(check, entity, attributes));
      }
    }
  }
  findings.sort(worstFirst);
  return { verdicts, findings, learned };
}

function learnedOf(check: AnyCheck, { kind, name }: Entity, attributes: Entity['attributes']): Learned {
  return { check: check.id, entity: { kind, name, attributes } as Entity };
}

interface Gathered {
  values: Record<string, unknown>;
  observedAt: Date;
}

/** null: the check does not apply here, since a needed probe does not look at this entity. */
function gather(
  check: AnyCheck,
  entity: Entity,
  target: Target,
  observations: ReadonlyMap<string, Observation>,
): Gathered | { missing: Unknown } | null {
  const values: Record<string, unknown> = {};
  let latest = 0;
  let missing: Unknown | undefined;
  for (const [name, need] of Object.entries(check.needs)) {
    const observation = observations.get(`${moduleOf(need).id}\0${placeOf(need, entity, target)}`);
    if (observation === undefined) return null;
    latest = Math.max(latest, Date.parse(observation.at));
    const value =
      isPart(need) && !isUnknown(observation.value) ? need.pick(observation.value) : observation.value;
    if (isUnknown(value)) missing ??= value;
    values[name] = value;
  }
  return missing === undefined ? { values, observedAt: new Date(latest) } : { missing };
}

function needsOnlyApex(check: AnyCheck): boolean {
  return Object.values(check.needs).every((need) => isPart(need) && need.at === 'apex');
}

function isPart(need: Need): need is Part {
  return 'pick' in need;
}

function moduleOf(need: Need): { id: string } {
  return isPart(need) ? need.of : need;
}

/** A source's observation is of the target, so a check in need of one applies there alone, or asks for it `apex`. */
function placeOf(need: Need, entity: Entity, target: Target): EntityKey {
  return isPart(need) && need.at === 'apex' ? apexKey(target) : entityKey(entity);
}

export function apexKey(target: Target): EntityKey {
  return `FQDN:${target.name}`;
}

/** A check that throws is a defect of ours: it must not take the analysis with it, and it must not read as a pass. */
function evaluate(check: AnyCheck, needs: Gathered, entity: Entity, target: Target): Judgement<string>[] {
  try {
    return [
      check.evaluate(needs.values as never, { entity, target, observedAt: needs.observedAt } as never),
    ].flat();
  } catch (error) {
    return [{ outcome: 'open', detail: `the check failed: ${visible(String(error), 200)}` }];
  }
}

function verdictOf(check: AnyCheck, entity: EntityKey, judgements: readonly Judgement<string>[]): Verdict {
  const [first] = judgements;
  if (first === undefined) return { check: check.id, entity, outcome: 'pass' };
  const detail = 'detail' in first ? { detail: visible(first.detail, MAX_DETAIL) } : {};
  return { check: check.id, entity, outcome: first.outcome, ...detail };
}

function reasonText(missing: Unknown): string {
  return missing.detail === undefined ? missing.reason : `${missing.reason}: ${visible(missing.detail, 500)}`;
}

function findingOf(
  check: AnyCheck,
  entity: EntityKey,
  judgement: Extract<Judgement<string>, { outcome: 'fail' }>,
): Finding {
  const text = check.findings[judgement.finding];
  if (text === undefined) throw new Error(`check ${check.id} has no finding ${judgement.finding}`);
  const code = `${check.id}/${judgement.finding}`;
  const confidence = text.confidence ?? 'confirmed';
  return {
    code,
    check: check.id,
    category: check.category,
    entity,
    affects: [...new Set(judgement.affects)].filter((key) => key !== entity).sort(),
    severity: confidence === 'potential' ? atMostMedium(text.severity) : text.severity,
    confidence,
    optional: text.optional ?? false,
    title: text.title,
    evidence: judgement.evidence.map(({ label, value }) => ({ label, value: visible(value, 500) })),
    remediation: text.remediation,
    references: [...check.references],
    fingerprint: createHash('sha256').update(`${code}\0${entity}\0${judgement.subject}`).digest('hex'),
  };
}

/** Nothing is high or critical on a guess. */
function atMostMedium(severity: RiskLevel): RiskLevel {
  return riskRank(severity) < riskRank('medium') ? 'medium' : severity;
}

function worstFirst(a: Finding, b: Finding): number {
  return (
    riskRank(a.severity) - riskRank(b.severity) ||
    compareText(a.code, b.code) ||
    compareText(a.entity, b.entity) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function byKey(a: { key: EntityKey }, b: { key: EntityKey }): number {
  return compareText(a.key, b.key);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
