import { type Figure, printFigures } from './figure.ts';

/** `npm run bench`, `npm run bench -- lists`, `npm run bench -- lists --json`. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  discovery: async () => (await import('./discovery.ts')).discovery(),
  'dns-comparison': async () => (await import('./dns-comparison.ts')).dnsComparison(),
  dns: async () => (await import('./dns.ts')).dns(),
  lists: async () => (await import('./lists.ts')).lists(),
  lookalikes: async () => (await import('./lookalikes.ts')).lookalikes(),
  scan: async () => (await import('./scan.ts')).scanLab(),
  tls: async () => (await import('./tls.ts')).tls(),
};

const json = process.argv.includes('--json');
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const names = chosen.length === 0 ? Object.keys(BENCHES) : chosen;
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(`There is no bench "${name}"; there are: ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exit(2);
  }
  process.stderr.write(`${name} ...\n`);
  printFigures(await bench(), json);
}
