import type { Finding, Verdict } from '@cyborux/contract';
import {
  type AnyCheck,
  allChecks,
  allProbes,
  createSession,
  type NetOptions,
  parseDomain,
  scan,
} from '@cyborux/engine';

export interface Analysed {
  findings: readonly Finding[];
  verdicts: readonly Verdict[];
  state: 'completed' | 'partial' | 'failed' | string;
  /** Messages to DNS servers. */
  queries: number;
  seconds: number;
}

/** An analysis by the engine alone, without third parties: those checks that are wanted, with the probes that they need. */
export async function analyse(
  name: string,
  network: NetOptions,
  wanted: (check: AnyCheck) => boolean,
  budgetSeconds = 120,
): Promise<Analysed> {
  const parsed = parseDomain(name);
  if (!parsed.ok) throw new Error(parsed.reason);
  const checks = allChecks.filter(wanted);
  const needs = checks.flatMap((check) => Object.values(check.needs));
  const needed = new Set(needs.map((need) => ('of' in need ? need.of : need).id));
  const net = createSession(network);
  const started = performance.now();
  try {
    const events = await Array.fromAsync(
      scan({
        target: parsed.target,
        net,
        sources: [],
        probes: allProbes.filter(({ id }) => needed.has(id)),
        checks,
        keys: {},
        deadline: new Date(Date.now() + budgetSeconds * 1_000),
        now: () => new Date(),
      }),
    );
    const result = events.find((event) => event.type === 'result');
    return {
      findings: events.flatMap((event) => (event.type === 'finding' ? [event.finding] : [])),
      verdicts: events.flatMap((event) => (event.type === 'verdicts' ? event.verdicts : [])),
      state: result?.type === 'result' ? result.result.state : 'none',
      queries: net.queries(),
      seconds: (performance.now() - started) / 1_000,
    };
  } finally {
    await net.close();
  }
}
