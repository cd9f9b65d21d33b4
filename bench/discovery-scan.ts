import { performance } from 'node:perf_hooks';
import { allChecks, allProbes, allSources, createSession, scan } from '@cyborux/engine';
import { BIG, HUGE, type LabNetwork, type NameTruth } from '@cyborux/lab';

export interface DiscoverySample {
  /** Until the first name beside the domain itself. */
  firstSeconds: number;
  /** Until the last of the names was told with what the resolvers say of it. */
  inventorySeconds: number;
  wholeSeconds: number;
  names: number;
  missed: number;
  strangers: number;
  queries: number;
  /** MiB, at the highest. */
  memory: number;
}

const SOURCES = ['crtsh', 'certspotter', 'rdap'];

/** A whole light analysis, as a worker runs it. */
async function measure(truth: NameTruth, network: LabNetwork): Promise<DiscoverySample> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  const net = createSession(network);
  const told = new Map<string, string | undefined>();
  let first = Number.POSITIVE_INFINITY;
  let inventory = 0;
  for await (const event of scan({
    target: { name: truth.zone, registrable: truth.zone },
    net,
    sources: allSources.filter(({ id }) => SOURCES.includes(id)),
    probes: allProbes.filter(({ intrusiveness }) => intrusiveness === 'light'),
    checks: allChecks,
    keys: {},
    deadline: new Date(Date.now() + 600_000),
    now: () => new Date(),
  })) {
    if (event.type !== 'entity' || event.entity.kind !== 'FQDN') continue;
    const { name, attributes } = event.entity;
    if (name !== truth.zone) first = Math.min(first, seconds());
    if (told.get(name) !== attributes.resolution) inventory = seconds();
    told.set(name, attributes.resolution);
  }
  const wholeSeconds = seconds();
  const queries = net.queries();
  await net.close();
  const there = [...truth.told, ...truth.alike, ...truth.common];
  const real = new Set([...there, ...truth.gone, ...truth.wild]);
  const ours = ['', 'www.', 'ns1.', 'tenants.'].map((prefix) => prefix + truth.zone);
  return {
    firstSeconds: first,
    inventorySeconds: inventory,
    wholeSeconds,
    names: told.size,
    missed: there.filter((name) => told.get(name) !== 'present').length,
    strangers: [...told.keys()].filter((name) => !real.has(name) && !ours.includes(name)).length,
    queries,
    memory: process.resourceUsage().maxRSS / 1_024,
  };
}

process.once('message', async ({ zone, network }: { zone: string; network: LabNetwork }) => {
  const truth = [BIG, HUGE].find((each) => each.zone === zone);
  if (truth === undefined) throw new Error(`The lab has no ${zone}.`);
  process.send?.(await measure(truth, network), () => process.exit(0));
});
