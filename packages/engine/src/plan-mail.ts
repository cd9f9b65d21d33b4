import { isUnknown, type MailPlan, type Observation } from '@cyborux/contract';
import { apexKey } from './judge.ts';
import { type MailPoliciesObservation, mailPolicies } from './probes/mail-policies.ts';
import { type TransportPolicyObservation, transportPolicy } from './probes/transport-policy.ts';
import { keysFrom } from './protocols/dkim-keys.ts';
import { policyFrom } from './protocols/dmarc.ts';
import { type DnsAnswer, type MxRecord, recordsOf } from './protocols/dns-answer.ts';
import { type MailFacts, mailPlan } from './protocols/mail-plan.ts';
import { recogniseProviders } from './protocols/mail-providers.ts';
import { parseMtaStsPolicy, selectMtaSts } from './protocols/mta-sts.ts';
import { foreignTargets, treeFrom } from './protocols/spf-tree.ts';
import { selectTlsRpt } from './protocols/tls-rpt.ts';
import type { Target } from './scope.ts';

/** The probes whose observations of the target a plan is made of. */
export const MAIL_PLAN_MODULES: readonly string[] = [mailPolicies.id, transportPolicy.id];

/** From what an analysis observed of the target; null when its mail policies were not seen. */
export function planMail(target: Target, observations: readonly Observation[]): MailPlan | null {
  const find = (module: string) =>
    observations.find((each) => each.module === module && each.entity === apexKey(target));
  const policies = find(mailPolicies.id);
  if (policies === undefined || isUnknown(policies.value)) return null;
  const seen = policies.value as MailPoliciesObservation;
  const transport = find(transportPolicy.id)?.value;
  const plan = mailPlan({
    ...factsOf(seen),
    ...(transport !== undefined && !isUnknown(transport)
      ? transportOf(transport as TransportPolicyObservation)
      : {}),
  });
  return { observed_at: policies.at, spf_lookups: plan.lookups, steps: [...plan.steps] };
}

function factsOf({ name, MX, spf, dmarc, dkim }: MailPoliciesObservation): MailFacts {
  const tree = treeFrom(name, spf);
  return {
    domain: name,
    mx: exchangersOf(MX),
    spf: tree,
    providers: recogniseProviders(MX, foreignTargets(tree, name)).map(({ provider }) => provider),
    dmarc: policyFrom(name, dmarc),
    dkim: keysFrom(dkim),
  };
}

function exchangersOf(MX: DnsAnswer<MxRecord>): MailFacts['mx'] {
  if (MX.state === 'unknown') return 'unknown';
  const records = recordsOf(MX);
  if (records.length === 0) return 'none';
  return records.every(({ exchange }) => exchange === '' || exchange === '.') ? 'null' : 'some';
}

function transportOf(seen: TransportPolicyObservation): Pick<MailFacts, 'mtaSts' | 'tlsRpt'> {
  return { mtaSts: mtaStsOf(seen), tlsRpt: tlsRptOf(seen) };
}

function mtaStsOf({ mtaSts, policy }: TransportPolicyObservation): NonNullable<MailFacts['mtaSts']> {
  if (mtaSts.state === 'unknown') return 'unknown';
  if (selectMtaSts(recordsOf(mtaSts)).state === 'absent') return 'missing';
  if (policy?.state !== 'present') return 'unknown';
  return parseMtaStsPolicy(policy.body).mode ?? 'unknown';
}

function tlsRptOf({ tlsRpt }: TransportPolicyObservation): NonNullable<MailFacts['tlsRpt']> {
  if (tlsRpt.state === 'unknown') return 'unknown';
  return selectTlsRpt(recordsOf(tlsRpt)).state === 'absent' ? 'missing' : 'present';
}
