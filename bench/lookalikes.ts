import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { permutations } from '../packages/engine/src/protocols/lookalikes.ts';
import { compared, type Figure, rounded } from './figure.ts';

const run = promisify(execFile);

const DOMAINS = ['example.com', 'paypal.com', 'amazon.co.uk', 't-online.de', 'münchen.de'];
const ROUNDS = 5;

/**
 * Names made per second, and how many of dnstwist's we lack. The peer is dnstwist's own permutation run, without
 * resolution, less the time in which it starts; its figures are left out where it is not installed.
 */
export async function lookalikes(): Promise<Figure[]> {
  const ours = measureOurs();
  const name = 'lookalikes.rate';
  const peer = await measureDnstwist();
  if (peer === null) return [{ name, value: rounded(ours.rate), unit: 'names/s' }];
  const missing = [...peer.names].filter((each) => !ours.names.has(each));
  return [
    compared(name, ours.rate, 'names/s', 'dnstwist', peer.rate),
    compared('lookalikes.names', ours.names.size, 'names', 'dnstwist', peer.names.size),
    { name: 'lookalikes.missing', value: missing.length, unit: 'names of dnstwist' },
  ];
}

interface Measured {
  names: Set<string>;
  rate: number;
}

/** The first round warms up. */
function measureOurs(): Measured {
  const names = new Set<string>();
  for (const domain of DOMAINS) for (const { name } of permutations(domain)) names.add(name);
  const start = performance.now();
  let made = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const domain of DOMAINS) for (const _ of permutations(domain)) made += 1;
  }
  return { names, rate: made / ((performance.now() - start) / 1000) };
}

/** Null when it is not installed. */
async function measureDnstwist(): Promise<Measured | null> {
  const names = new Set<string>();
  let made = 0;
  let seconds = 0;
  try {
    for (const domain of DOMAINS) {
      const idle = await timed(['--help']);
      const busy = await timed(['--format', 'list', domain]);
      seconds += busy.seconds - idle.seconds;
      // The first line is the domain itself.
      const lines = busy.stdout.trim().split('\n').slice(1);
      made += lines.length;
      for (const name of lines) names.add(name);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { names, rate: made / seconds };
}

async function timed(options: readonly string[]): Promise<{ stdout: string; seconds: number }> {
  const start = performance.now();
  const { stdout } = await run('dnstwist', options);
  return { stdout, seconds: (performance.now() - start) / 1000 };
}
