import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { type Finding, findingSchema, scanResultSchema } from '@cyborux/contract';
import { type Lab, startLab } from '@cyborux/lab';

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');

let folder: string;
let lab: Lab;
let network: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cyborux-cli-'));
  lab = await startLab();
  network = join(folder, 'network.json');
  await writeFile(network, JSON.stringify(lab.network));
});
after(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

function cyborux(...args: string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH, CYBORUX_HOME: join(folder, 'home') };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('the demo analyses acme.test through the API and prints one JSON document', async () => {
  const { code, stdout } = await cyborux('demo', '--once', '--json');
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.analysis.state, 'completed');
  assert.ok(report.counts.entities.subdomains.total >= 60);
  assert.ok(report.findings.length >= 110);
  assert.equal(report.findings.length, report.counts.findings.total);
  const planted = lab.zones.find(({ name }) => name === 'acme.test')?.faults ?? [];
  const told = new Set(report.findings.map((each: Finding) => `${each.code} FQDN:${each.entity}`));
  assert.deepEqual(
    planted.filter(({ code, entity }) => !told.has(`${code} ${entity}`)),
    [],
  );
  assert.ok(
    report.summary.interval.low <= report.summary.score &&
      report.summary.score <= report.summary.interval.high,
  );
  assert.match(report.api_key, /^cyb_/);
  assert.match(report.base_url, /^http:\/\/127\.0\.0\.1:\d+$/);
  for (const name of ['ready', 'analysis', 'total']) assert.ok(report.timings[name] > 0);
});

test('a scan without a server comes to a report', async () => {
  const { code, stdout, stderr } = await cyborux(
    'scan',
    'https://ACME.test./path',
    '--network',
    network,
    '--json',
  );
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.target.name, 'acme.test');
  scanResultSchema.parse(report.result);
  for (const finding of report.findings) findingSchema.parse(finding);
  assert.ok(report.findings.length >= 30);
  assert.match(stderr, /observing/);
});

test('a scan for people names score, findings and repairs, without a control character of the target', async () => {
  const { code, stdout } = await cyborux('scan', 'hostile.test', '--network', network, '--findings', '100');
  assert.equal(code, 0);
  assert.match(stdout, /of 100/);
  assert.match(stdout, /\d+ of \d+ sources answered; .*answered in part: asked about \d+ of \d+/);
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test('what cannot be analysed is refused with one sentence', async () => {
  for (const domain of ['co.uk', '192.0.2.1', 'localhost', 'a b.com', '']) {
    const { code, stdout, stderr } = await cyborux('scan', domain, '--network', network);
    assert.equal(code, 2, domain);
    assert.equal(stdout, '');
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('a network description that is not one is refused', async () => {
  const { code, stderr } = await cyborux('scan', 'acme.test', '--network', join(folder, 'none.json'));
  assert.equal(code, 2);
  assert.match(stderr, /none\.json/);
});

test('the lab tells what it serves, writes how to reach it, and ends when it is told to', async () => {
  const file = join(folder, 'lab.json');
  const child = spawn(process.execPath, [MAIN, 'lab', '--json', '--network', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const told = JSON.parse(line);
  assert.ok(
    told.zones.some(
      ({ name, faults }: { name: string; faults: unknown[] }) => name === 'acme.test' && faults.length >= 30,
    ),
  );
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), told.network);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});
