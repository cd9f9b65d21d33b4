import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis } from '@cyborux/contract';
import { type Lab, startLab } from '@cyborux/lab';
import { createLog, loadConfig, type RunningServer, startServer } from '@cyborux/server';
import pc from 'picocolors';
import { ApiClient } from '../api-client.ts';
import { type DemoReport, readDemoReport, summaryOfDemo } from '../demo-report.ts';
import { Progress } from '../progress.ts';
import { renderSummary } from '../summary.ts';
import { version } from '../version.ts';

export interface DemoFlags {
  once?: boolean;
  json?: boolean;
}

const DOMAIN = 'acme.test';
const FINDINGS_SHOWN = 10;

/** The whole product on this machine: lab, database, server, worker, and a client that uses nothing but the API. */
export async function demoCommand(flags: DemoFlags): Promise<number> {
  const launched = performance.now();
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-demo-'));
  const started: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const lab = await startLab();
    started.push(() => lab.close());
    const server = await startDemoServer(lab, folder);
    started.push(() => server.stop());
    const baseUrl = server.url ?? '';
    const apiKey = await server.issueOperatorKey('Demo');
    const ready = seconds(launched);
    tell(`  ${pc.dim('lab, database, server and worker are up after')} ${ready.toFixed(1)} s\n`);

    const run = await Promise.race([analyse(new ApiClient(baseUrl, apiKey)), interrupted.then(() => null)]);
    if (run === null) return 130;
    const timings = { ready, analysis: run.seconds, total: seconds(launched) };
    const report: DemoReport = { base_url: baseUrl, api_key: apiKey, ...run.result, timings };
    print(report, flags.json === true);
    if (flags.once === true) return 0;
    tell(`\n  ${pc.dim('It keeps running; Ctrl-C ends it.')}\n`);
    await interrupted;
    return 0;
  } finally {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop();
  }
}

async function startDemoServer(lab: Lab, folder: string): Promise<RunningServer> {
  const network = join(folder, 'network.json');
  await writeFile(network, JSON.stringify(lab.network));
  const settings = loadConfig({
    ...process.env,
    CYBORUX_NETWORK: network,
    CYBORUX_PORT: '0',
    CYBORUX_LOG_LEVEL: process.env.CYBORUX_LOG_LEVEL ?? 'warn',
  });
  // New every time, and never among the data of a real server.
  const config = { ...settings, home: join(folder, 'home') };
  return startServer(config, {
    log: createLog({ level: config.logLevel, pretty: true }),
    version: version(),
  });
}

async function analyse(client: ApiClient) {
  const began = performance.now();
  const { id } = await client.post<Analysis>('/api/analyze-domain', { domain: DOMAIN });
  const progress = new Progress(process.stderr);
  try {
    for await (const event of client.events(id)) progress.add(event);
  } finally {
    progress.end();
  }
  const took = seconds(began);
  return { seconds: took, result: await readDemoReport(client, DOMAIN, id) };
}

function print(report: DemoReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const { base_url, api_key, timings } = report;
  process.stdout.write(`
${renderSummary(summaryOfDemo(report, FINDINGS_SHOWN), pc)}

  ${pc.bold('API docs')}  ${base_url}/docs
  ${pc.bold('API key')}   ${api_key}
  ${pc.dim(`curl -H "Authorization: Bearer ${api_key}" ${base_url}/api/domains/${DOMAIN}/findings`)}
  ${pc.dim(`${timings.total.toFixed(1)} s in all`)}
`);
}

function tell(text: string): void {
  process.stderr.write(text);
}

function seconds(since: number): number {
  return (performance.now() - since) / 1_000;
}
