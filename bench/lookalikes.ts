import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { permutations } from '../packages/engine/src/protocols/lookalikes.ts';
import { compared, type Figure, rounded } from './figure.ts';

const run = promisify(execFile);

const DOMAINS = ['example.com', 'paypal.com', 'amazon.co.uk', 't-online.de', 'münchen.de'];
const ROUNDS = 5;

/**
 * Names made per second, and how many of dnstwist's we lack. The peer is dnstwist's own permutation run, as one calls it:
 * without resolution, the start of its interpreter counted. Its figures are left out where it is not installed.
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
  return { names, rate: perSecond(made, start) };
}

/** Null when it is not installed. */
async function measureDnstwist(): Promise<Measured | null> {
  const names = new Set<string>();
  const start = performance.now();
  try {
    for (const domain of DOMAINS) {
      const { stdout } = await run('dnstwist', ['--format', 'list', domain]);
      // The first line is the domain itself.
      for (const name of stdout.trim().split('\n').slice(1)) names.add(name);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { names, rate: perSecond(names.size, start) };
}

function perSecond(count: number, start: number): number {
  return count / ((performance.now() - start) / 1000);
}
