import type { ScanEvent, Verdict } from '@cyborux/contract';
import { allChecks, allProbes, allSources, createSession, parseDomain, scan } from '@cyborux/engine';
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
  /** Should have come out open, and did not. */
  notOpen: Fault[];
  /** On a healthy zone: findings above info. */
  alarms: Fault[];
  seconds: number;
  coverage: number | null;
}

export interface CheckAccuracy {
  check: string;
  planted: number;
  /** Of what was reported, the share that was planted; null when nothing was reported. */
  precision: number | null;
  /** Of what was planted, the share that was reported; null when nothing was planted. */
  recall: number | null;
}

/** Analyses one zone of the lab as a user's analysis would. */
export async function measureZone(
  zone: ZoneSpec,
  network: LabNetwork,
  budgetSeconds: number,
): Promise<ZoneAccuracy> {
  const parsed = parseDomain(zone.name);
  if (!parsed.ok) throw new Error(parsed.reason);
  const net = createSession(network);
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
    notOpen: (zone.open ?? []).filter((fault) => !isOpen(fault, verdicts)),
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

/** Nothing missed, nothing invented, nothing raised in vain, and open what must be open. */
export function isFaultless({ missed, invented, notOpen, alarms }: ZoneAccuracy): boolean {
  return [missed, invented, notOpen, alarms].every((list) => list.length === 0);
}

/** Precision and recall per check over all zones. */
export function accuracyPerCheck(zones: readonly ZoneAccuracy[]): CheckAccuracy[] {
  return allChecks
    .map(({ id }) => {
      const of = (faults: readonly Fault[]) => faults.filter(({ code }) => code.startsWith(`${id}/`)).length;
      const found = of(zones.flatMap((zone) => zone.found));
      const planted = found + of(zones.flatMap((zone) => zone.missed));
      const reported = found + of(zones.flatMap((zone) => zone.invented));
      return {
        check: id,
        planted,
        precision: reported === 0 ? null : found / reported,
        recall: planted === 0 ? null : found / planted,
      };
    })
    .sort((a, b) => (a.check < b.check ? -1 : 1));
}

function faultKey({ code, entity }: Fault): string {
  return `${code} ${entity}`;
}

/** Several findings of one code on one entity (two mail servers of a domain, say) are one planted fault. */
function unique(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [faultKey(fault), fault])).values()];
}
