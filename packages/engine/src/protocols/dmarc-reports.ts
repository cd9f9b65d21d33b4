import { organizationFrom, treeWalk } from './dmarc-discovery.ts';
import { type DmarcRecord, mailbox, parse } from './dmarc-record.ts';
import type { DnsAnswer, Resolve } from './dns-answer.ts';
import type { Lookup } from './dns-answer-schema.ts';
import { normaliseName } from './domain-name.ts';

/** Hosts beyond these are not asked: a record can name any number. */
const MAX_HOSTS = 8;

export interface ReportHost {
  /** Of a report URI. */
  host: string;
  /** `external`: of another organization than the policy, so that it must agree to get reports. */
  relation: 'internal' | 'external' | 'unknown';
  /** What was asked for its consent; null when it needs none, or when it is not known whether it does. */
  consent: Lookup<'TXT'> | null;
}

/** The hosts that reports go to, each once (RFC 9990, verifying external destinations: step 1). */
export function reportHosts(record: DmarcRecord): string[] {
  const hosts = [...record.rua, ...record.ruf].map(hostOf);
  return [...new Set(hosts)].filter((host) => host !== null).slice(0, MAX_HOSTS);
}

/** Where the consent of a host stands. */
export function consentName(policyDomain: string, host: string): string {
  return `${policyDomain}._report._dmarc.${host}`;
}

/** Asks each external host for its consent to get the reports of a domain. */
export async function reportConsents(
  policyDomain: string,
  record: DmarcRecord,
  resolve: Resolve,
): Promise<ReportHost[]> {
  return Promise.all(reportHosts(record).map((host) => consentOf(policyDomain, host, resolve)));
}

/** Does the answer say yes? Null: the DNS did not say. */
export function consents(answer: DnsAnswer<string>): boolean | null {
  if (answer.state === 'unknown') return null;
  return answer.state === 'present' && answer.records.some((text) => parse(text) !== null);
}

async function consentOf(policyDomain: string, host: string, resolve: Resolve): Promise<ReportHost> {
  const relation = await relationOf(policyDomain, host, resolve);
  if (relation !== 'external') return { host, relation, consent: null };
  const name = consentName(policyDomain, host);
  return { host, relation, consent: { name, answer: await resolve(name, 'TXT') } };
}

async function relationOf(
  policyDomain: string,
  host: string,
  resolve: Resolve,
): Promise<ReportHost['relation']> {
  if (host === policyDomain) return 'internal';
  // An Organizational Domain is the domain itself or one above it: two that share no label cannot have the same.
  if (host.split('.').at(-1) !== policyDomain.split('.').at(-1)) return 'external';
  const [own, other] = await Promise.all([
    organizationOf(policyDomain, resolve),
    organizationOf(host, resolve),
  ]);
  if (own === null || other === null) return 'unknown';
  return own === other ? 'internal' : 'external';
}

async function organizationOf(domain: string, resolve: Resolve): Promise<string | null> {
  const found = organizationFrom(domain, await treeWalk(domain, resolve, 'organization'));
  return found.state === 'present' ? found.domain : null;
}

function hostOf(uri: string): string | null {
  const address = mailbox(uri);
  if (address !== null) return normaliseName(address.slice(address.lastIndexOf('@') + 1));
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(uri)?.[1];
  return authority === undefined ? null : normaliseName(authority);
}
