import type { X509 } from './x509-certificate.ts';
import { ANY_POLICY as ANY } from './x509-extensions.ts';

/** The policies that are valid so far, each with those that the next certificate may have for it. */
type Nodes = Map<string, Set<string>>;

/**
 * Policy processing for a path where any policy will do (RFC 5280 sections 6.1.3 to 6.1.5): the index in `path` of
 * the certificate where a policy was asked for and none is left; null when all is well.
 * @param path the leaf first; the trust anchor, which takes no part, left out
 */
export function missingPolicy(path: readonly X509[]): number | null {
  const start = path.length + 1;
  let [explicit, mapping, any] = [start, start, start];
  let nodes: Nodes = new Map([[ANY, new Set([ANY])]]);
  for (const [index, certificate] of [...path.entries()].reverse()) {
    const last = index === 0;
    nodes = descend(nodes, certificate, any > 0 || (!last && certificate.selfIssued));
    if (explicit === 0 && nodes.size === 0) return index;
    if (!last) {
      nodes = map(nodes, certificate, mapping > 0);
      if (!certificate.selfIssued) {
        [explicit, mapping, any] = [less(explicit), less(mapping), less(any)];
      }
      mapping = Math.min(mapping, certificate.inhibitPolicyMapping ?? mapping);
      any = Math.min(any, certificate.inhibitAnyPolicy ?? any);
      explicit = Math.min(explicit, certificate.requireExplicitPolicy ?? explicit);
      continue;
    }
    const asked = less(explicit) === 0 || certificate.requireExplicitPolicy === 0;
    if (asked && nodes.size === 0) return index;
  }
  return null;
}

function less(counter: number): number {
  return Math.max(0, counter - 1);
}

/** Section 6.1.3 (d) and (e). */
function descend(nodes: Nodes, { policies }: X509, anyCounts: boolean): Nodes {
  const next: Nodes = new Map();
  const expected = new Set([...nodes.values()].flatMap((set) => [...set]));
  for (const policy of policies ?? []) {
    if (policy !== ANY && (expected.has(policy) || nodes.has(ANY))) next.set(policy, new Set([policy]));
  }
  if (policies?.includes(ANY) && anyCounts) {
    for (const policy of expected) if (!next.has(policy)) next.set(policy, new Set([policy]));
  }
  return next;
}

/** Section 6.1.4 (b). */
function map(nodes: Nodes, { policyMappings }: X509, allowed: boolean): Nodes {
  const next = new Map(nodes);
  for (const issuer of new Set(policyMappings.map(([each]) => each))) {
    const subjects = policyMappings.filter(([each]) => each === issuer).map(([, subject]) => subject);
    if (!allowed) next.delete(issuer);
    else if (nodes.has(issuer) || nodes.has(ANY)) next.set(issuer, new Set(subjects));
  }
  return next;
}
