import type { ScanEvent, Verdict } from '@cyborux/contract';
import { allChecks, allProbes, allSources, createSession, parseDomain, scan } from '@cyborux/engine';
import { labFeeds } from './feeds.ts';
import type { Fault, LabNetwork, ZoneSpec } from './spec.ts';

/** How the engine's findings on one zone compare with what was planted in it. */
export interface ZoneAccuracy {
  zone: string;
  /** Planted and found. */
  found: Fault[];
  /** Planted and not found. */
  missed: Fault[];
  /** Found and not planted. */
  invented: Fault[];
  /** Should have come out open, and did. */
  open: Fault[];
  /** Should have come out open, and did not. */
  notOpen: Fault[];
  /** Verdicts that came out open, each in a line: check, entity, why. */
  undecided: string[];
  /** On a healthy zone: findings above info. */
  alarms: Fault[];
  seconds: number;
  coverage: number | null;
}

/** Analyses at once: silent zones spend their time waiting. */
const AT_ONCE = 8;
/** On a busy machine answers that do come come late: that is none of what is measured. */
const MUCH_PATIENCE = { dns: 4_000, total: 20_000 };
/** Where answers are known not to come, the wait for them is shorter than a user's. */
const LITTLE_PATIENCE = { dns: 1_000, dnsTries: 2, connect: 2_000, total: 6_000 };

/** Those that are there for the sake of others are left out. */
export async function measureZones(
  zones: readonly ZoneSpec[],
  network: LabNetwork,
  budgetSeconds: number,
): Promise<ZoneAccuracy[]> {
  const measured: ZoneAccuracy[] = [];
  const waiting = [...zones.filter(({ support }) => !support).entries()];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      measured[next[0]] = await measureZone(next[1], network, budgetSeconds);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const [index, zone] of zones.filter(({ support }) => !support).entries()) {
    if (cameLate(measured[index])) measured[index] = await measureZone(zone, network, budgetSeconds);
  }
  return measured;
}

/** What a busy machine had too late is measured once more, by itself; a fault that is never found is missed again. Findings stay what they are. */
function cameLate(measured: ZoneAccuracy | undefined): boolean {
  if (measured === undefined || measured.invented.length > 0 || measured.alarms.length > 0) return false;
  return measured.missed.length > 0;
}

const FEEDS = labFeeds();

/** Analyses one zone of the lab as a user's analysis would. */
export async function measureZone(
  zone: ZoneSpec,
  network: LabNetwork,
  budgetSeconds: number,
): Promise<ZoneAccuracy> {
  const parsed = parseDomain(zone.name);
  if (!parsed.ok) throw new Error(parsed.reason);
  const net = createSession({
    ...network,
    feeds: FEEDS,
    timeouts: zone.open ? LITTLE_PATIENCE : MUCH_PATIENCE,
  });
  const started = Date.now();
  const events: ScanEvent[] = [];
  try {
    for await (const event of scan({
      target: parsed.target,
      net,
      sources: allSources,
      probes: allProbes.filter((probe) => probe.intrusiveness === 'light'),
      checks: allChecks,
      keys: {},
      deadline: new Date(started + budgetSeconds * 1_000),
      now: () => new Date(),
      // No fault depends on a guess, and guesses for hundreds of zones would be most of the work.
      budgets: { permutations: 0 },
    })) {
      events.push(event);
    }
  } finally {
    await net.close();
  }
  return compare(zone, events, (Date.now() - started) / 1_000);
}

function compare(zone: ZoneSpec, events: readonly ScanEvent[], seconds: number): ZoneAccuracy {
  const findings = events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
  const verdicts = events.flatMap((event) => (event.type === 'verdicts' ? event.verdicts : []));
  const reported = unique(findings.map(({ code, entity }) => ({ code, entity })));
  const planted = new Set(zone.faults.map(faultKey));
  const seen = new Set(reported.map(faultKey));
  const result = events.find((event) => event.type === 'result');
  return {
    zone: zone.name,
    found: reported.filter((fault) => planted.has(faultKey(fault))),
    missed: zone.faults.filter((fault) => !seen.has(faultKey(fault))),
    invented: reported.filter((fault) => !planted.has(faultKey(fault))),
    open: (zone.open ?? []).filter((fault) => isOpen(fault, verdicts)),
    notOpen: (zone.open ?? []).filter((fault) => !isOpen(fault, verdicts)),
    undecided: verdicts
      .filter(({ outcome }) => outcome === 'open')
      .map(({ check, entity, detail }) => `${check} ${entity}: ${detail}`),
    alarms:
      zone.healthy === true
        ? findings.filter(({ severity }) => severity !== 'info').map(({ code, entity }) => ({ code, entity }))
        : [],
    seconds,
    coverage: result?.type === 'result' ? result.result.coverage.share : null,
  };
}

function isOpen({ code, entity }: Fault, verdicts: readonly Verdict[]): boolean {
  const check = code.split('/')[0];
  return verdicts.some((each) => each.check === check && each.entity === entity && each.outcome === 'open');
}

function faultKey({ code, entity }: Fault): string {
  return `${code} ${entity}`;
}

/** Several findings of one code on one entity (two mail servers of a domain, say) are one planted fault. */
function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [faultKey(fault), fault])).values()];
}
