import { performance } from 'node:perf_hooks';
import { resolveMany } from '../packages/engine/src/net/dns/bulk/resolve-many.ts';
import { addressOf, indexOf, NAMES, nameOf } from './dns-zone.ts';

/** What the process that resolves tells of its run. */
export interface Resolved {
  seconds: number;
  cpuSeconds: number;
  /** MiB, at its peak. */
  memory: number;
  /** Names without an answer, or with more than one. */
  lost: number;
  unknown: number;
  /** There and not found, or found and not there, or with another address. */
  wrong: number;
}

function* names() {
  for (let index = 0; index < NAMES; index += 1) yield nameOf(index);
}

/** All names through one resolver, its hits confirmed at the same, wildcards looked for. */
async function resolveAll(port: number, window: number): Promise<Resolved> {
  const server = { host: '127.0.0.1', port };
  const options = { resolvers: [server], trusted: [server], window: { max: window } };
  const times = new Uint8Array(NAMES);
  let unknown = 0;
  let wrong = 0;
  const started = performance.now();
  for await (const { name, answer } of resolveMany(names(), options)) {
    const index = indexOf(name);
    times[index] = (times[index] ?? 0) + 1;
    const address = addressOf(index);
    if (answer.state === 'unknown') unknown += 1;
    else if (answer.state === 'absent') wrong += address === null ? 0 : 1;
    else if (answer.records.join() !== address || answer.wildcard !== 'no') wrong += 1;
  }
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage();
  const memory = process.resourceUsage().maxRSS / 1_024;
  const lost = times.filter((count) => count !== 1).length;
  return { seconds, cpuSeconds: (user + system) / 1e6, memory, lost, unknown, wrong };
}

if (import.meta.main) {
  const [port, window] = process.argv.slice(2);
  process.send?.(await resolveAll(Number(port), Number(window)));
}
