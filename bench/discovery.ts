import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LabNetwork } from '@cyborux/lab';
import type { DiscoverySample } from './discovery-scan.ts';
import { type Figure, rounded } from './figure.ts';

/** Of a worker that has half a gigabyte: without a bound garbage stays for as long as there is room. */
const HEAP = ['--max-old-space-size=320'];

/** Time, memory and truth of whole light analyses of the lab's domains of 2,000 hosts and of 100,000 names. */
export async function discovery(): Promise<Figure[]> {
  const lab = start('discovery-lab.ts');
  try {
    const [network] = (await once(lab, 'message')) as [LabNetwork];
    return [...(await figuresOf('big.test', network)), ...(await figuresOf('huge.test', network))];
  } finally {
    lab.disconnect();
  }
}

async function figuresOf(zone: string, network: LabNetwork): Promise<Figure[]> {
  const worker = start('discovery-scan.ts', HEAP);
  worker.send({ zone, network });
  const [sample] = (await once(worker, 'message')) as [DiscoverySample];
  const figure = (name: string, value: number, unit: string): Figure => ({
    name: `discovery.${zone.split('.')[0]}.${name}`,
    value: rounded(value),
    unit,
  });
  return [
    figure('first_entity', sample.firstSeconds, 's'),
    figure('inventory', sample.inventorySeconds, 's'),
    figure('whole', sample.wholeSeconds, 's'),
    figure('memory', sample.memory, 'MiB'),
    figure('names', sample.names, 'names'),
    figure('missed', sample.missed, 'names'),
    figure('strangers', sample.strangers, 'names'),
    figure('queries', sample.queries, 'messages'),
  ];
}

function start(file: string, execArgv: string[] = []): ChildProcess {
  const child = fork(join(import.meta.dirname, file), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv,
  });
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) throw new Error(`${file} ended with ${code}`);
  });
  return child;
}
