import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Resolved } from './dns-resolve.ts';
import { NAMES, startNsdWithZone, writeQuestions } from './dns-zone.ts';
import { compared, type Figure, percentile, rounded } from './figure.ts';

const run = promisify(execFile);

const ROUNDS = 3;
const LOSS = 0.05;
/** The default, and one for a line on which what is lost holds up its place for long. */
const WINDOW = 256;
const LOSSY_WINDOW = 2_048;
const NSD = '/usr/sbin/nsd';
const DNSPERF = '/usr/bin/dnsperf';

/**
 * A million names of a local zone, of which 2 % exist, from one process: beside dnsperf at its defaults, in turn with it, on
 * the same server; then with 5 % of the packets lost each way. dnsperf's figures are left out where it is not installed.
 */
export async function dns(): Promise<Figure[]> {
  if (!existsSync(NSD)) throw new Error('The bench needs NSD: apt-get install --no-install-recommends nsd');
  const hasDnsperf = existsSync(DNSPERF);
  if (!hasDnsperf) process.stderr.write('Without a peer: apt-get install --no-install-recommends dnsperf\n');
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-dns-'));
  const questions = join(folder, 'questions');
  await writeQuestions(questions);
  const server = await startNsdWithZone(folder);
  try {
    const peers: Peer[] = [];
    const ours: Resolved[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      if (hasDnsperf) peers.push(await runDnsperf(server.port, questions));
      ours.push(await resolve(server.port, WINDOW));
    }
    const lossy = await throughLoss(server.port);
    return [...rateFigures(ours, peers), ...completeness('dns', ours), ...lossyFigures(lossy)];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

function rateFigures(ours: readonly Resolved[], peers: readonly Peer[]): Figure[] {
  const rate = median(ours.map(({ seconds }) => NAMES / seconds));
  const cores = median(ours.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds));
  const memory = Math.max(...ours.map((each) => each.memory));
  const own = [
    { name: 'dns.memory', value: rounded(memory), unit: 'MiB' },
    { name: 'dns.machine', value: availableParallelism(), unit: 'cores, shared with the server' },
  ];
  if (peers.length === 0) return [{ name: 'dns.rate', value: rounded(rate), unit: 'names/s' }, ...own];
  const peerRate = median(peers.map((peer) => peer.rate));
  const peerCores = median(peers.map((peer) => peer.cores));
  return [
    compared('dns.rate', rate, 'names/s', 'dnsperf', peerRate),
    compared('dns.cores', cores, 'cores', 'dnsperf', peerCores),
    ...own,
  ];
}

function lossyFigures(lossy: Resolved): Figure[] {
  return [
    { name: 'dns.lossy.rate', value: rounded(NAMES / lossy.seconds), unit: 'names/s' },
    { name: 'dns.lossy.memory', value: rounded(lossy.memory), unit: 'MiB' },
    ...completeness('dns.lossy', [lossy]),
  ];
}

/** @throws when one of the names has no answer, or not the one of the zone */
function completeness(name: string, runs: readonly Resolved[]): Figure[] {
  return (['lost', 'unknown', 'wrong'] as const).map((kind) => {
    const value = Math.max(...runs.map((each) => each[kind]));
    if (value > 0) throw new Error(`${name}: ${value} names of ${NAMES} ${kind}`);
    return { name: `${name}.${kind}`, value, unit: `names of ${NAMES}` };
  });
}

async function resolve(port: number, window: number): Promise<Resolved> {
  const child = fork(join(import.meta.dirname, 'dns-resolve.ts'), [String(port), String(window)]);
  const [resolved] = (await answerOf(child)) as [Resolved];
  return resolved;
}

async function throughLoss(port: number): Promise<Resolved> {
  const relay = fork(join(import.meta.dirname, 'dns-relay.ts'), [String(port), String(LOSS)]);
  try {
    const [lossyPort] = (await answerOf(relay)) as [number];
    return await resolve(lossyPort, LOSSY_WINDOW);
  } finally {
    relay.kill();
  }
}

async function answerOf(child: ReturnType<typeof fork>): Promise<unknown[]> {
  const exited = once(child, 'exit').then(() =>
    Promise.reject(new Error('The process ended without an answer.')),
  );
  return await Promise.race([once(child, 'message'), exited]);
}

interface Peer {
  /** Names per second. */
  rate: number;
  cores: number;
}

async function runDnsperf(port: number, questions: string): Promise<Peer> {
  const { stdout } = await run('sh', [
    '-c',
    `${DNSPERF} -s 127.0.0.1 -p ${port} -d '${questions}' -n 1 && times`,
  ]);
  const [, rate] = /Queries per second: +([0-9.]+)/.exec(stdout) ?? [];
  const [, seconds] = /Run time \(s\): +([0-9.]+)/.exec(stdout) ?? [];
  // The shell's own times are on the line before.
  const [user, system] = stdout.trim().split('\n').at(-1)?.split(' ').map(secondsOf) ?? [];
  if (rate === undefined || user === undefined || system === undefined)
    throw new Error(`dnsperf says: ${stdout}`);
  return { rate: Number(rate), cores: (user + system) / Number(seconds) };
}

/** `1m2.345s` */
function secondsOf(text: string): number {
  const [minutes = '', seconds = ''] = text.split('m');
  return Number(minutes) * 60 + Number.parseFloat(seconds);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
