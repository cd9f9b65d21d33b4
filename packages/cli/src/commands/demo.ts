import type { Analysis } from '@cyborux/contract';
import { openAdministration } from '@cyborux/server';
import pc from 'picocolors';
import { ApiClient } from '../api-client.ts';
import { demoBilling } from '../demo-billing.ts';
import { type DemoReport, readDemoReport, summaryOfDemo } from '../demo-report.ts';
import { type Stage, setStage } from '../demo-stage.ts';
import { Progress } from '../progress.ts';
import { renderSummary } from '../summary.ts';

export interface DemoFlags {
  once?: boolean;
  json?: boolean;
  billing?: boolean;
}

const DOMAIN = 'acme.test';
const FINDINGS_SHOWN = 10;

/** The whole product on this machine: lab, database, server, worker, and a client that uses nothing but the API. */
export async function demoCommand(flags: DemoFlags): Promise<number> {
  const launched = performance.now();
  const interrupted = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
  const stage = await setStage({ billing: flags.billing === true });
  try {
    const ready = seconds(launched);
    tell(`  ${pc.dim('lab, database, server and worker are up after')} ${ready.toFixed(1)} s\n`);
    const play =
      flags.billing === true ? showPurchase(stage, flags) : showAnalysis(stage, flags, launched, ready);
    if ((await Promise.race([play, interrupted])) === null) return 130;
    if (flags.once === true) return 0;
    tell(`\n  ${pc.dim('It keeps running; Ctrl-C ends it.')}\n`);
    await interrupted;
    return 0;
  } finally {
    await stage.clear();
  }
}

async function showAnalysis(
  stage: Stage,
  flags: DemoFlags,
  launched: number,
  ready: number,
): Promise<DemoReport> {
  const client = new ApiClient(stage.baseUrl, stage.operatorKey);
  const began = performance.now();
  const { id } = await client.post<Analysis>('/api/analyze-domain', { domain: DOMAIN });
  const progress = new Progress(process.stderr);
  try {
    for await (const event of client.events(id)) progress.add(event);
  } finally {
    progress.end();
  }
  const timings = { ready, analysis: seconds(began), total: seconds(launched) };
  const result = await readDemoReport(client, DOMAIN, id);
  const report = { base_url: stage.baseUrl, api_key: stage.operatorKey, ...result, timings };
  process.stdout.write(flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  return report;
}

/** A new user who may do nothing buys a plan, analyses, and buys credits: against a stand-in for Stripe. */
async function showPurchase(stage: Stage, flags: DemoFlags): Promise<object> {
  const { baseUrl, stripe } = stage;
  if (stripe === null) throw new Error('There is nothing to pay at.');
  const administration = await openAdministration(stage.config);
  try {
    const { key } = await administration.create('ann@example.com', 'Ann');
    const report = await demoBilling({
      baseUrl,
      standIn: stripe,
      userKey: key,
      domain: DOMAIN,
      colors: pc,
      tell,
    });
    if (flags.json === true) {
      process.stdout.write(`${JSON.stringify({ base_url: baseUrl, api_key: key, ...report }, null, 2)}\n`);
    } else tell(`\n  ${pc.bold('API docs')}  ${baseUrl}/docs\n  ${pc.bold('API key')}   ${key}\n`);
    return report;
  } finally {
    await administration.close();
  }
}

function textOf(report: DemoReport): string {
  const { base_url, api_key, timings } = report;
  return `
${renderSummary(summaryOfDemo(report, FINDINGS_SHOWN), pc)}

  ${pc.bold('API docs')}  ${base_url}/docs
  ${pc.bold('API key')}   ${api_key}
  ${pc.dim(`curl -H "Authorization: Bearer ${api_key}" ${base_url}/api/domains/${DOMAIN}/findings`)}
  ${pc.dim(`${timings.total.toFixed(1)} s in all`)}
`;
}

function tell(text: string): void {
  process.stderr.write(text);
}

function seconds(since: number): number {
  return (performance.now() - since) / 1_000;
}
