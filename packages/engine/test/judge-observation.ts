import type { AnyCheck } from '../src/check.ts';
import { judge } from '../src/judge.ts';
import type { AnyProbe } from '../src/probe.ts';

export const TARGET = { name: 'acme.test', registrable: 'acme.test' };

export interface Judged {
  /** `pass`, `open` ..., or the keys of the findings. */
  outcome: string;
  /** Why it is open. */
  detail: string | undefined;
  /** Label to value, one for each finding. */
  evidence: Record<string, string>[];
  affects: string[];
}

/** Judges one probe's observation of one name as an analysis would, after a trip through the probe's schema and JSON. */
export function judgeObservation(
  check: AnyCheck,
  probe: AnyProbe,
  value: unknown,
  name = TARGET.name,
): Judged {
  const parsed = probe.observation.parse(JSON.parse(JSON.stringify(value)));
  const key = `FQDN:${name}`;
  const { verdicts, findings } = judge(
    {
      target: TARGET,
      entities: [{ kind: 'FQDN', name, attributes: {} }],
      observations: [{ module: probe.id, entity: key, at: '2026-01-01T00:00:00.000Z', value: parsed }],
    },
    [check],
  );
  const [verdict] = verdicts;
  if (verdict === undefined || verdicts.length > 1) throw new Error('one verdict was expected');
  const failed = findings.map(({ code }) => code.slice(check.id.length + 1));
  return {
    outcome: verdict.outcome === 'fail' ? failed.join() : verdict.outcome,
    detail: verdict.detail,
    evidence: findings.map((finding) =>
      Object.fromEntries(finding.evidence.map(({ label, value }) => [label, value])),
    ),
    affects: findings.flatMap(({ affects }) => affects),
  };
}
