import { performance } from 'node:perf_hooks';
import { measureZone, startLab } from '@cyborux/lab';
import { type Figure, rounded } from './figure.ts';

/** Time and memory of a whole analysis of the lab's large zone, by the engine alone. */
export async function scanLab(): Promise<Figure[]> {
  const started = performance.now();
  const lab = await startLab();
  const ready = performance.now() - started;
  try {
    const zone = lab.zones.find(({ name }) => name === 'acme.test');
    if (zone === undefined) throw new Error('the lab has no acme.test');
    const { seconds } = await measureZone(zone, lab.network, 120);
    return [
      { name: 'scan.lab_ready', value: rounded(ready / 1_000), unit: 's' },
      { name: 'scan.acme', value: rounded(seconds), unit: 's' },
      { name: 'scan.memory', value: rounded(process.memoryUsage().rss / 2 ** 20), unit: 'MiB' },
    ];
  } finally {
    await lab.close();
  }
}
