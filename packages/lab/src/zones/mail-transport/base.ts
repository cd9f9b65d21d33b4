import type { MailSpec } from '../../spec.ts';
import { page } from '../pages.ts';
import type { HostPlan, SitePlan } from '../plan.ts';
import { tlsReportRecord } from '../transport-policy.ts';
import type { Place, TrioZone } from '../trio.ts';

/** The customers' policies are served by hosting.test. */
const POLICY_ADDRESS = '192.0.2.20';
const SECOND = 'mx2.hosting.test';

export interface MailPlan {
  /** What differs from a good exchanger at mx1. `null`: nothing listens. */
  exchanger?: Partial<MailSpec> | null;
  /** Default: the next free one. */
  address?: string;
  /** Lines of the policy. Default: enforced for all exchangers. `null`: neither policy nor record. */
  policy?: readonly string[] | null;
  /** What differs from a good host of the policy. `null`: no such host. */
  policyHost?: SitePlan | null;
  /** Records in the place of the policy's and the reports'. */
  stsRecords?: readonly string[];
  reportRecords?: readonly string[];
  /** Default: mx1, then one at hosting.test. */
  mx?: readonly string[];
  /** Whether mx1 has an address. */
  bare?: boolean;
}

/** mx1 below the zone and one exchanger at the provider, with MTA-STS and reports: mail as it should be. */
export function mailZone(place: Place, plan: MailPlan = {}): TrioZone {
  const { name } = place;
  const address = plan.address ?? place.address('hosting6');
  const own = `mx1.${name}`;
  const spec = { host: own, address, banner: `${own} ESMTP`, ...plan.exchanger };
  const lines: readonly string[] | null =
    plan.policy === undefined ? policyLines([own, SECOND]) : plan.policy;
  const hasPolicy = lines !== null && plan.policyHost !== null;
  const records =
    lines === null ? [] : (plan.stsRecords ?? ['_mta-sts 300 TXT "v=STSv1; id=20260101T000000"']);
  return {
    usual: { mx: [...(plan.mx ?? ['@ 300 MX 10 mx1', `@ 300 MX 20 ${SECOND}.`])] },
    hosts: [
      ...(plan.bare ? [] : [{ label: 'mx1', addresses: [address] }]),
      ...(hasPolicy ? [policyHost(lines, plan.policyHost ?? {})] : []),
    ],
    records: [...records, ...(plan.reportRecords ?? [tlsReportRecord(name)])],
    mail: plan.exchanger === null ? [] : [spec],
  };
}

export function policyLines(
  exchangers: readonly string[],
  changed: { mode?: string; maxAge?: number } = {},
): string[] {
  const { mode = 'enforce', maxAge = 1_209_600 } = changed;
  const mx = exchangers.map((exchange) => `mx: ${exchange}`);
  return ['version: STSv1', `mode: ${mode}`, ...mx, `max_age: ${maxAge}`];
}

function policyHost(lines: readonly string[], site: SitePlan): HostPlan {
  const body = lines.map((line) => `${line}\r\n`).join('');
  return {
    label: 'mta-sts',
    addresses: [POLICY_ADDRESS],
    site: { page: page('', { headers: { 'Content-Type': 'text/plain' }, body }), ...site },
  };
}
