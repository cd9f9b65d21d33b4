import { getDomain } from 'tldts';
import { organizationFrom, policyFrom } from './dmarc-discovery.ts';
import type { DnsAnswer } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';

export interface Method {
  /** The Organizational Domain, on which relaxed alignment goes. */
  organization: string;
  /** Whose record applies; null when none does. */
  policy: string | null;
}

export interface MethodComparison {
  state: 'present';
  /** RFC 9989 section 4.10. */
  treeWalk: Method;
  /** RFC 7489 section 3.2: by the public suffix list. */
  publicSuffixList: Method;
  differs: boolean;
}

/**
 * Compares what receivers of the current standard make of a domain with what those of the old one do.
 * @param lookups a tree walk with the goal `organization`
 */
export function compareMethods(
  domain: string,
  lookups: readonly Lookup<'TXT'>[],
): MethodComparison | Extract<DnsAnswer, { state: 'unknown' }> {
  const organization = organizationFrom(domain, lookups);
  const policy = policyFrom(domain, lookups);
  if (organization.state === 'unknown') return organization;
  if (policy.state === 'unknown') return policy;
  const treeWalk = {
    organization: organization.domain,
    policy: policy.state === 'present' ? policy.domain : null,
  };
  const listed = getDomain(domain, { allowPrivateDomains: true, validateHostname: false }) ?? domain;
  const publicSuffixList = {
    organization: listed,
    policy: [domain, listed].find((name) => hasRecord(name, lookups)) ?? null,
  };
  const differs =
    treeWalk.organization !== publicSuffixList.organization || treeWalk.policy !== publicSuffixList.policy;
  return { state: 'present', treeWalk, publicSuffixList, differs };
}

function hasRecord(domain: string, lookups: readonly Lookup<'TXT'>[]): boolean {
  const own = lookups.filter(({ name }) => name === `_dmarc.${domain}`);
  const found = policyFrom(domain, own);
  return found.state === 'present';
}
