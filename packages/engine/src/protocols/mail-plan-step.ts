import type { FoundKeys } from './dkim-keys.ts';
import type { PolicyDiscovery } from './dmarc-discovery.ts';
import type { MailProvider } from './mail-providers.ts';
import type { SpfTree } from './spf-tree.ts';

/** What is known of a domain's mail. What is unknown is told as such: nothing is planned on it. */
export interface MailFacts {
  domain: string;
  /** `null`: the domain takes no mail and says so (RFC 7505). */
  mx: 'some' | 'none' | 'null' | 'unknown';
  spf: SpfTree;
  providers: readonly MailProvider[];
  dmarc: PolicyDiscovery;
  dkim: FoundKeys;
  /** Left out: not looked at. */
  mtaSts?: 'enforce' | 'testing' | 'none' | 'missing' | 'unknown';
  tlsRpt?: 'present' | 'missing' | 'unknown';
  /** The mailbox for reports. Default: `dmarc-reports` at the domain. */
  reportsTo?: string;
}

export interface PlannedRecord {
  /** Absolute, without the last dot. */
  name: string;
  type: 'TXT' | 'MX' | 'CNAME';
  value: string;
}

export interface PlanStep {
  /** From 1; the next one only when the condition of this one is met. */
  order: number;
  kind: 'spf' | 'dkim' | 'dmarc' | 'mx' | 'tls-rpt' | 'mta-sts';
  /** To be published in the place of what stands there; null when others have to tell its value. */
  record: PlannedRecord | null;
  why: string;
  /** What must be true before it is done; null: nothing. */
  condition: string | null;
}

export type UnorderedStep = Omit<PlanStep, 'order'>;

export interface MailPlan {
  steps: readonly PlanStep[];
  /** Terms of the SPF record that ask the DNS; null when that is not known. */
  lookups: { now: number | null; after: number | null };
}
