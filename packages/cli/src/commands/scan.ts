import { readFile } from 'node:fs/promises';
import { ENTITY_KINDS, type Entity, entityKey, RISK_LEVELS, type RiskLevel } from '@cyborux/contract';
import {
  allChecks,
  allProbes,
  allSources,
  createSession,
  type NetworkDescription,
  parseDomain,
  type Report,
  ReportDraft,
  scan,
} from '@cyborux/engine';
import { readFeeds } from '@cyborux/server';
import pc from 'picocolors';
import { Progress } from '../progress.ts';
import { renderSummary, type Summary } from '../summary.ts';
import { UsageError } from '../usage-error.ts';

export interface ScanFlags {
  json?: boolean;
  /** Path of a network description. */
  network?: string;
  /** Path of a folder with feeds. */
  feeds?: string;
  /** Seconds. */
  budget: number;
  findings: number;
}

/** Analyses a domain in this process, without a server or a database. 1: nothing could be observed. */
export async function scanCommand(domain: string, flags: ScanFlags): Promise<number> {
  const parsed = parseDomain(domain);
  if (!parsed.ok) throw new UsageError(parsed.reason);
  const network = flags.network === undefined ? {} : await readNetwork(flags.network);
  const feeds = flags.feeds === undefined ? {} : readFeeds(flags.feeds);
  const net = createSession({ ...network, feeds });
  const startedAt = new Date();
  const draft = new ReportDraft();
  const progress = new Progress(process.stderr);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  try {
    for await (const event of scan({
      target: parsed.target,
      net,
      sources: allSources,
      probes: allProbes.filter(({ intrusiveness }) => intrusiveness === 'light'),
      checks: allChecks,
      keys: {},
      deadline: new Date(startedAt.getTime() + flags.budget * 1_000),
      now: () => new Date(),
      signal: cancel.signal,
    })) {
      progress.add(event);
      draft.add(event);
    }
  } finally {
    progress.end();
    await net.close();
  }
  if (cancel.signal.aborted) return 130;
  const report = draft.finish(parsed.target, startedAt, new Date());
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(report, null, 2)}\n`
      : `\n${renderSummary(summaryOf(report, flags.findings), pc)}\n\n`,
  );
  return report.result.state === 'failed' ? 1 : 0;
}

async function readNetwork(path: string): Promise<NetworkDescription> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as NetworkDescription;
  } catch (error) {
    throw new UsageError(`The network description ${path} cannot be read: ${(error as Error).message}`);
  }
}

function summaryOf(report: Report, shown: number): Summary {
  const { result, findings } = report;
  const levels = new Map(result.risks.map((risk) => [risk.entity, risk.risk_level]));
  return {
    domain: report.target.name,
    state: result.state,
    seconds: (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1_000,
    score: result.score,
    categories: result.score.categories,
    entities: ENTITY_KINDS.map((kind) => ({
      kind,
      counts: countLevels(
        report.entities.filter((entity) => entity.kind === kind),
        (entity) => levels.get(entityKey(entity)) ?? 'info',
      ),
    })),
    sources: result.sources,
    findings: findings.slice(0, shown),
    findingsTotal: findings.length,
    mailPlan: report.mail_plan,
    notDone: result.not_done.length,
  };
}

function countLevels(
  entities: readonly Entity[],
  levelOf: (entity: Entity) => RiskLevel,
): Record<RiskLevel, number> {
  const counts = Object.fromEntries(RISK_LEVELS.map((level) => [level, 0])) as Record<RiskLevel, number>;
  for (const entity of entities) counts[levelOf(entity)] += 1;
  return counts;
}
