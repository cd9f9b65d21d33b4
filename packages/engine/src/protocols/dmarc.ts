import {
  organizationFrom,
  policyFrom,
  type RequestedPolicies,
  requested,
  treeWalk,
} from './dmarc-discovery.ts';
import type { DmarcRecord, Policy } from './dmarc-record.ts';
import type { Resolve } from './dns-answer.ts';
import { normaliseName } from './domain-name.ts';

export * from './dmarc-discovery.ts';
export * from './dmarc-record.ts';

/** Signatures beyond these are not looked at: a message can carry any number, and each may cost a walk. */
const MAX_IDENTIFIERS = 10;

export interface Authenticated {
  result: string;
  /** The domain that was authenticated: of MAIL FROM or HELO, or the `d=` of a signature. */
  domain: string;
}

export interface Message {
  /** The Author Domain: the domain of the From header field. */
  from: string;
  spf?: Authenticated;
  dkim?: readonly Authenticated[];
}

export interface DmarcEvaluation {
  /** `none`: no policy applies. `permerror`: the Author Domain is no domain. */
  result: 'pass' | 'fail' | 'none' | 'temperror' | 'permerror';
  /** What the domain's owner asks for; `none` unless the result is `fail`. */
  disposition: Policy;
  /** Where the record stands, and the record; left out when none applies. */
  policy?: { domain: string; record: DmarcRecord };
  aligned: { spf: boolean; dkim: boolean };
}

/** Evaluates a message whose SPF and DKIM results are known (RFC 9989 sections 4.4, 4.10, 5.3). */
export async function evaluate(message: Message, resolve: Resolve): Promise<DmarcEvaluation> {
  const from = normaliseName(message.from);
  if (from === null) return unaligned('permerror');
  const discovery = policyFrom(from, await treeWalk(from, resolve, 'policy'));
  if (discovery.state === 'unknown') return unaligned('temperror');
  if (discovery.state === 'absent') return unaligned('none');
  const { record } = discovery;
  const policies = requested(record);
  if (policies === null) return unaligned('none');

  const policy = { domain: discovery.domain, record };
  const spf = await aligns(from, passing(message.spf ? [message.spf] : []), record.aspf, resolve);
  const dkim = await aligns(from, passing(message.dkim ?? []), record.adkim, resolve);
  const aligned = { spf: spf === true, dkim: dkim === true };
  if (aligned.spf || aligned.dkim) return { result: 'pass', disposition: 'none', policy, aligned };
  if (spf === null || dkim === null) return { result: 'temperror', disposition: 'none', policy, aligned };

  const asked = await policyFor(from, discovery.inherited, policies, resolve);
  if (asked === null) return { result: 'temperror', disposition: 'none', policy, aligned };
  return { result: 'fail', disposition: record.t ? oneBelow(asked) : asked, policy, aligned };
}

function unaligned(result: 'none' | 'temperror' | 'permerror'): DmarcEvaluation {
  return { result, disposition: 'none', aligned: { spf: false, dkim: false } };
}

function passing(authenticated: readonly Authenticated[]): string[] {
  const domains = authenticated
    .filter(({ result }) => result === 'pass')
    .map(({ domain }) => normaliseName(domain));
  return [...new Set(domains)].filter((domain) => domain !== null).slice(0, MAX_IDENTIFIERS);
}

/** Is one of the domains aligned with the Author Domain? null: the DNS did not say. */
async function aligns(
  from: string,
  domains: readonly string[],
  mode: 'r' | 's',
  resolve: Resolve,
): Promise<boolean | null> {
  if (domains.includes(from)) return true;
  if (mode === 's' || domains.length === 0) return false;
  const author = await organizationOf(from, resolve);
  if (author === null) return null;
  let unknown = false;
  for (const domain of domains) {
    // An Organizational Domain is the domain itself or one above it.
    if (domain !== author && !domain.endsWith(`.${author}`)) continue;
    const organization = await organizationOf(domain, resolve);
    if (organization === author) return true;
    if (organization === null) unknown = true;
  }
  return unknown ? null : false;
}

async function organizationOf(domain: string, resolve: Resolve): Promise<string | null> {
  const found = organizationFrom(domain, await treeWalk(domain, resolve, 'organization'));
  return found.state === 'present' ? found.domain : null;
}

async function policyFor(
  from: string,
  inherited: boolean,
  { p, sp, np }: RequestedPolicies,
  resolve: Resolve,
): Promise<Policy | null> {
  if (!inherited) return p;
  if (sp === np) return sp;
  const answer = await resolve(from, 'A');
  if (answer.state === 'unknown') return null;
  // Any type would do: what has no records of one type exists all the same (section 3.2.13, RFC 8020).
  return answer.state === 'absent' && answer.reason === 'nxdomain' ? np : sp;
}

/** What test mode leaves of a policy (RFC 9989 section 4.7, tag `t`). */
function oneBelow(policy: Policy): Policy {
  return policy === 'reject' ? 'quarantine' : 'none';
}
