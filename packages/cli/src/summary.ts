import {
  CATEGORIES,
  type Category,
  type Confidence,
  type Grade,
  type MailPlan,
  RISK_LEVELS,
  type RiskLevel,
  type Score,
  type SourceOutcome,
  summariseSources,
} from '@cyborux/contract';
import { visible } from '@cyborux/engine/protocols/control-text.ts';
import type pc from 'picocolors';
import { mailPlanText } from './mail-plan-text.ts';
import { wrap } from './wrap.ts';

type Colors = Omit<typeof pc, 'createColors'>;

/** What a person wants to know at the end of an analysis, wherever it ran. */
export interface Summary {
  domain: string;
  state: string;
  seconds: number;
  score: Score;
  categories: Record<Category, Score> | null;
  /** Kind of entity to count per risk level. */
  entities: readonly { kind: string; counts: Readonly<Record<RiskLevel, number>> }[];
  sources: readonly SourceOutcome[];
  findings: readonly SummaryFinding[];
  findingsTotal: number;
  /** Null: nothing is known of the domain's mail. */
  mailPlan: MailPlan | null;
  notDone: number;
}

export interface SummaryFinding {
  severity: RiskLevel;
  confidence: Confidence;
  title: string;
  entity: string;
  remediation: string;
}

/** The summary as text for a terminal. Scanned text in it is neutralised. */
export function renderSummary(summary: Summary, colors: Colors): string {
  return [
    header(summary, colors),
    categories(summary, colors),
    entities(summary, colors),
    sources(summary, colors),
    findings(summary, colors),
    mailPlanText(summary.mailPlan, colors),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function header(summary: Summary, colors: Colors): string {
  const { value, interval, grade, coverage } = summary.score;
  const title = `  ${colors.bold(visible(summary.domain, 253))}   ${summary.state} in ${summary.seconds.toFixed(1)} s`;
  if (value === null || interval === null || grade === null) {
    return `${title}\n\n  No score: nothing could be judged.`;
  }
  const share = coverage === null ? '' : `   ${Math.round(100 * coverage)} % of the checks answered`;
  const rest = summary.notDone === 0 ? '' : `   ${summary.notDone} not done`;
  return `${title}

  ${gradeColor(grade, colors)(colors.bold(` ${grade} `))}  ${colors.bold(value.toFixed(1))} of 100   between ${interval.low.toFixed(1)} and ${interval.high.toFixed(1)}${share}${rest}`;
}

function categories({ categories: scores }: Summary, colors: Colors): string {
  if (scores === null) return '';
  const cells = CATEGORIES.flatMap((category) => {
    const { value, grade } = scores[category];
    return value === null || grade === null
      ? []
      : [`${category} ${gradeColor(grade, colors)(grade)} ${colors.dim(value.toFixed(0))}`];
  });
  return cells.length === 0 ? '' : `  ${cells.join('   ')}`;
}

function entities({ entities: rows }: Summary, colors: Colors): string {
  const shown = rows.filter(({ counts }) => totalOf(counts) > 0);
  if (shown.length === 0) return '';
  const width = Math.max(...shown.map(({ kind }) => kind.length)) + 2;
  const head = `  ${''.padEnd(width)}${'all'.padStart(7)}${RISK_LEVELS.map((level) => level.padStart(10)).join('')}`;
  const lines = shown.map(({ kind, counts }) => {
    const cells = RISK_LEVELS.map((level) => {
      const text = (counts[level] === 0 ? '·' : String(counts[level])).padStart(10);
      return counts[level] === 0 ? colors.dim(text) : levelColor(level, colors)(text);
    });
    return `  ${kind.padEnd(width)}${String(totalOf(counts)).padStart(7)}${cells.join('')}`;
  });
  return [colors.dim(head), ...lines].join('\n');
}

function sources({ sources: outcomes }: Summary, colors: Colors): string {
  if (outcomes.length === 0) return '';
  const { sentence, asked, answered } = summariseSources(outcomes, (text) => visible(text, 80));
  return `  ${answered === asked ? sentence : colors.yellow(sentence)}`;
}

function findings({ score, findings: list, findingsTotal }: Summary, colors: Colors): string {
  // Nothing found is only said where something was looked at.
  if (list.length === 0) return score.value === null ? '' : '  No findings.';
  const head =
    list.length < findingsTotal
      ? `  The ${list.length} worst of ${findingsTotal} findings`
      : `  ${findingsTotal} ${findingsTotal === 1 ? 'finding' : 'findings'}`;
  const items = list.map((finding) => {
    const level = levelColor(finding.severity, colors)(finding.severity.padEnd(9));
    const sure = finding.confidence === 'confirmed' ? '' : colors.dim(` (${finding.confidence})`);
    const where = visible(finding.entity.replace(/^[A-Za-z]+:/, ''), 80);
    return `  ${level}${colors.bold(finding.title)}${sure}\n           ${colors.cyan(where)}\n${wrap(finding.remediation, 11)}`;
  });
  return [colors.bold(head), ...items].join('\n\n');
}

function totalOf(counts: Readonly<Record<RiskLevel, number>>): number {
  let total = 0;
  for (const level of RISK_LEVELS) total += counts[level];
  return total;
}

function gradeColor(grade: Grade, colors: Colors): (text: string) => string {
  if (grade === 'A+' || grade === 'A') return colors.green;
  return grade === 'B' || grade === 'C' ? colors.yellow : colors.red;
}

function levelColor(level: RiskLevel, colors: Colors): (text: string) => string {
  if (level === 'critical' || level === 'high') return colors.red;
  if (level === 'medium') return colors.yellow;
  return level === 'low' ? colors.blue : colors.dim;
}
