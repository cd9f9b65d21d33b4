import {
  type Analysis,
  type DomainSummary,
  type FindingItem,
  type LevelCounts,
  type MailPlan,
  type Page,
  RISK_LEVELS,
  type RiskLevel,
} from '@cyborux/contract';
import type { ApiClient } from './api-client.ts';
import type { Summary } from './summary.ts';

/** What the demo prints with `--json`. Times are seconds. */
export interface DemoReport {
  base_url: string;
  api_key: string;
  analysis: Analysis;
  summary: DomainSummary;
  counts: { entities: DomainSummary['entities']; findings: LevelCounts };
  findings: FindingItem[];
  mail_plan: MailPlan;
  timings: { ready: number; analysis: number; total: number };
}

/** Reads back over the API what the analysis came to. */
export async function readDemoReport(
  client: ApiClient,
  domain: string,
  analysisId: string,
): Promise<Pick<DemoReport, 'analysis' | 'summary' | 'counts' | 'findings' | 'mail_plan'>> {
  const [analysis, summary, findings, mail_plan] = await Promise.all([
    client.get<Analysis>(`/api/analyses/${analysisId}`),
    client.get<DomainSummary>(`/api/domains/${domain}`),
    allFindings(client, domain),
    client.get<MailPlan>(`/api/domains/${domain}/mail-plan`),
  ]);
  const counts = { entities: summary.entities, findings: summary.findings };
  return { analysis, summary, findings, mail_plan, counts };
}

async function allFindings(client: ApiClient, domain: string): Promise<FindingItem[]> {
  const findings: FindingItem[] = [];
  for (let number = 1; ; number += 1) {
    const path = `/api/domains/${domain}/findings?per_page=100&page=${number}`;
    const { items, total_pages } = await client.get<Page<FindingItem>>(path);
    findings.push(...items);
    if (number >= total_pages) return findings;
  }
}

/** The same as the summary for people. */
export function summaryOfDemo(report: DemoReport, shown: number): Summary {
  const { summary, analysis, findings } = report;
  return {
    domain: summary.domain,
    state: analysis.state,
    seconds: report.timings.analysis,
    score: analysis.score ?? { value: null, interval: null, grade: null, coverage: null },
    categories: analysis.score?.categories ?? null,
    entities: Object.entries(summary.entities).map(([kind, counts]) => ({ kind, counts: perLevel(counts) })),
    sources: analysis.sources,
    findings: findings.slice(0, shown),
    findingsTotal: findings.length,
    mailPlan: report.mail_plan,
    notDone: analysis.not_done.length,
  };
}

function perLevel(counts: LevelCounts): Record<RiskLevel, number> {
  return Object.fromEntries(RISK_LEVELS.map((level) => [level, counts[level]])) as Record<RiskLevel, number>;
}
