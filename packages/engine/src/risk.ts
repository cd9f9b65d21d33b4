import {
  CATEGORIES,
  type Category,
  type Confidence,
  type Coverage,
  type DomainScore,
  type EntityRisk,
  type Finding,
  type Grade,
  type RiskLevel,
  type Score,
  type Verdict,
  worseRisk,
} from '@cyborux/contract';
import type { AnyCheck, FindingText } from './check.ts';

/** Raised whenever the same findings could come to another score. */
export const SCORING_VERSION = '1';

/** Share of what is left of the score that the first finding of its kind takes. */
const WEIGHT: Record<RiskLevel, number> = { critical: 0.5, high: 0.22, medium: 0.1, low: 0.03, info: 0 };
const CERTAINTY: Record<Confidence, number> = { confirmed: 1, probable: 0.6, potential: 0.2 };
/** An optional control may take an A+ (97) to an A (90) and no further. */
const OPTIONAL_WEIGHT = 0.07;
const GRADE_FLOORS: readonly (readonly [Grade, number])[] = [
  ['A+', 97],
  ['A', 90],
  ['B', 80],
  ['C', 70],
  ['D', 55],
  ['F', 0],
];

type Weighed = Pick<Finding, 'code' | 'category' | 'severity' | 'confidence' | 'optional'>;

/**
 * The domain's score. Losses multiply, so every further one counts and none is the last; the n-th of the same code
 * counts 1/n, so a fault copied to many hosts weighs more than one and less than as many different ones.
 * Open checks never move the value: they widen the interval.
 */
export function scoreDomain(
  findings: readonly Weighed[],
  verdicts: readonly Verdict[],
  checks: readonly AnyCheck[],
): DomainScore {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const judged = verdicts.flatMap((verdict) => {
    const check = byId.get(verdict.check);
    return check === undefined ? [] : [{ verdict, check }];
  });
  const categories = Object.fromEntries(
    CATEGORIES.map((category) => [
      category,
      score(
        findings.filter((finding) => finding.category === category),
        judged.filter(({ check }) => check.category === category),
      ),
    ]),
  ) as Record<Category, Score>;
  return { ...score(findings, judged), categories, scoring_version: SCORING_VERSION };
}

function score(
  findings: readonly Weighed[],
  judged: readonly { verdict: Verdict; check: AnyCheck }[],
): Score {
  const { answered, share } = coverageOf(judged.map(({ verdict }) => verdict));
  if (answered === 0) return { value: null, interval: null, grade: null, coverage: share };
  const couldFail = judged
    .filter(({ verdict }) => verdict.outcome === 'open')
    .flatMap(({ check }) => worstOf(check));
  const value = remaining(findings);
  return {
    value,
    interval: {
      low: remaining([...findings, ...couldFail]),
      high: remaining(findings.filter((finding) => finding.confidence === 'confirmed')),
    },
    grade: gradeOf(value),
    coverage: share,
  };
}

/** What the open check would cost at worst: nothing when all that it does is inform. */
function worstOf(check: AnyCheck): Weighed[] {
  let worst: { key: string; text: FindingText } | undefined;
  for (const [key, text] of Object.entries(check.findings)) {
    if (
      worst === undefined ||
      loss(weighed(check, key, text)) > loss(weighed(check, worst.key, worst.text))
    ) {
      worst = { key, text };
    }
  }
  return worst === undefined ? [] : [weighed(check, worst.key, worst.text)];
}

function weighed(check: AnyCheck, key: string, text: FindingText): Weighed {
  return {
    code: `${check.id}/${key}`,
    category: check.category,
    severity: text.severity,
    confidence: text.confidence ?? 'confirmed',
    optional: text.optional ?? false,
  };
}

function remaining(findings: readonly Weighed[]): number {
  const sums: number[] = [];
  for (const group of Map.groupBy(findings, (finding) => finding.code).values()) {
    const losses = group.map(loss).sort((a, b) => b - a);
    let sum = 0;
    for (const [index, each] of losses.entries()) sum += each / (index + 1);
    sums.push(
      group.every((finding) => finding.optional) ? Math.min(sum, -Math.log(1 - OPTIONAL_WEIGHT)) : sum,
    );
  }
  // In one order, whatever the order of the findings: the last digit of a sum depends on it.
  let total = 0;
  for (const sum of sums.sort((a, b) => a - b)) total += sum;
  return Math.round(1000 * Math.exp(-total)) / 10;
}

/** In nats, so that losses add up. */
function loss(finding: Weighed): number {
  return -Math.log(1 - share(finding));
}

function share(finding: Pick<Finding, 'severity' | 'confidence'>): number {
  return WEIGHT[finding.severity] * CERTAINTY[finding.confidence];
}

export function gradeOf(value: number): Grade {
  return GRADE_FLOORS.find(([, floor]) => value >= floor)?.[0] ?? 'F';
}

/** Counts of answered and open checks; what does not apply is neither. */
export function coverageOf(verdicts: readonly Verdict[]): Coverage {
  let answered = 0;
  let unanswered = 0;
  for (const { outcome } of verdicts) {
    if (outcome === 'open') unanswered += 1;
    else if (outcome !== 'notApplicable') answered += 1;
  }
  const applicable = answered + unanswered;
  return { answered, open: unanswered, share: applicable === 0 ? null : answered / applicable };
}

/** 0 to 100, more is worse. */
export function findingRisk(finding: Pick<Finding, 'severity' | 'confidence'>): number {
  return Math.round(1000 * share(finding)) / 10;
}

/** The risk of every entity that a finding is on or affects. Entities not named here are at info, 0. */
export function entityRisks(findings: readonly Finding[]): EntityRisk[] {
  const risks = new Map<string, { left: number; level: RiskLevel }>();
  for (const finding of findings) {
    for (const entity of new Set([finding.entity, ...finding.affects])) {
      const risk = risks.get(entity) ?? { left: 1, level: 'info' };
      risks.set(entity, {
        left: risk.left * (1 - share(finding)),
        level: worseRisk(risk.level, finding.severity),
      });
    }
  }
  return [...risks]
    .map(([entity, { left, level }]) => ({
      entity,
      risk_score: Math.round(1000 * (1 - left)) / 10,
      risk_level: level,
    }))
    .sort((a, b) => (a.entity < b.entity ? -1 : 1));
}
